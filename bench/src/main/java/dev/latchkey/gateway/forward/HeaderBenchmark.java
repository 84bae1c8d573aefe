// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import dev.latchkey.bench.World;
import dev.latchkey.gateway.authenticate.Caller;
import dev.latchkey.gateway.forward.client.Fields;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** J7: a request's fields on their way to the upstream, an answer's on their way back. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HeaderBenchmark {
  private final Fields answer =
      Fields.of(
          HttpHeaders.headers()
              .add("Server", "backend")
              .add("Date", "Thu, 01 Jan 2026 00:00:00 GMT")
              .add("Content-Type", "application/json")
              .add("Content-Length", "200")
              .add("Connection", "keep-alive"));
  private World world;
  private Caller caller;

  @Setup
  public void prepare() {
    world = new World(20, 1);
    caller = world.decide(world.accepted(world.call(0))).caller();
  }

  @TearDown
  public void end() {
    world.close();
  }

  @Benchmark
  public MultiMap j7ToUpstream() {
    MultiMap out = HttpHeaders.headers();
    world.rules.headers().toUpstream(caller, out::add);
    return out;
  }

  @Benchmark
  public MultiMap j7ToClient() {
    MultiMap out = HttpHeaders.headers();
    world.rules.headers().toClient(caller, 200, answer, out);
    return out;
  }
}
