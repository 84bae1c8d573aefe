-- One key among many by its SHA-256, its scopes, a counter per key and minute.
local ffi = require("ffi")
ffi.cdef [[ unsigned char *SHA256(const unsigned char *d, size_t n, unsigned char *md); ]]
local out = ffi.new("unsigned char[32]")
local ssl = ffi.load("crypto.so.3")
local keys = {}
local policy = {}

local function digest(text)
  ssl.SHA256(text, #text, out)
  return ffi.string(out, 32)
end

function policy.load(file)
  for line in io.lines(file) do
    local key, id, scopes = line:match("^(%S+)\t(%S+)\t(.+)$")
    local held = {}
    for scope in scopes:gmatch("%S+") do held[scope] = true end
    keys[digest(key)] = { id = id, scopes = held }
  end
end

function policy.check()
  local key = ngx.var.http_x_api_key
  local known = key and keys[digest(key)]
  if not known then return ngx.exit(401) end
  if not known.scopes[ngx.var.need] then return ngx.exit(403) end
  local window = known.id .. ":" .. math.floor(ngx.now() / 60)
  local used = ngx.shared.limits:incr(window, 1, 0, 120)
  if used and used > 100000000 then return ngx.exit(429) end
  ngx.var.key_id = known.id
end

return policy
