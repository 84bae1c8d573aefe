-- CASE says what is asked. Requests are made once; keys and routes take turns.
local case = os.getenv("CASE")
local dir = os.getenv("BENCH_DIR")
local requests, n = {}, 0

local function head(key)
  local fields = { ["Host"] = "api.example.test", ["User-Agent"] = "bench/1.0",
                   ["Accept"] = "application/json", ["Accept-Encoding"] = "gzip" }
  if key then fields["X-API-Key"] = key end
  return fields
end

local function add(method, path, key, body)
  requests[#requests + 1] = wrk.format(method, path, head(key), body)
end

function init()
  local routes = tonumber(os.getenv("ROUTES") or "20")
  local body = string.rep("x", 16384)
  local i = 0
  for line in io.lines(dir .. "/" .. (os.getenv("KEYS") or "keys.tsv")) do
    local key, scopes = line:match("^(%S+)\t%S+\t(.+)$")
    local own = #scopes > 10 and i % routes or i % 2
    local path = string.format("/api/s%02d/items/42?limit=10", own)
    i = i + 1
    if case == "get" then add("GET", path, key)
    elseif case == "post" then add("POST", path, key, body)
    elseif case == "open" then add("GET", "/open/items/42?limit=10")
    elseif case == "no-key" then add("GET", path)
    elseif case == "bad-key" then add("GET", path, key:sub(1, -3) .. (key:sub(-2) == "aa" and "bb" or "aa"))
    elseif case == "wrong-scope" and #scopes <= 10 then add("GET", "/api/s19/items/42", key)
    elseif case == "over-limit" then add("GET", "/tight/items/42", key)
    end
  end
end

function request()
  n = n % #requests + 1
  return requests[n]
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d %d\n", summary.requests, summary.duration, e.status,
    e.read + e.write + e.connect + e.timeout, latency:percentile(50), latency:percentile(99)))
end
