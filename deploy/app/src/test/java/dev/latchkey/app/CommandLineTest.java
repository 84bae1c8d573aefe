// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
  private static final Map<String, String> SECRET =
      Map.of("ADMIN_JWT_SECRET", "0123456789abcdef0123456789abcdef");

  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "serve",
        "check",
        "migrate",
        "token",
        "key",
        "key create",
        "explain",
        "admin",
        "admin reset",
        "scanner-rules"
      })
  void helpReadsAsWritten(String command) throws IOException {
    String[] words = (command + " --help").split(" ", -1);

    Run run = Run.of(words);

    assertThat(run.code()).isZero();
    assertThat(run.out()).isEqualTo(resource("help/" + command.replace(' ', '-') + ".txt"));
    assertThat(run.err()).isEmpty();
  }

  @Test
  void theProgramsOwnHelpNamesEveryCommand() throws IOException {
    Run option = Run.of("--help");
    Run command = Run.of("help");

    assertThat(option.code()).isZero();
    assertThat(option.out()).isEqualTo(resource("help/latchkey.txt")).isEqualTo(command.out());
  }

  @Test
  void versionNamesWhatItIsMadeOf() {
    Run run = Run.of("version");

    assertThat(run.code()).isZero();
    assertThat(run.out().lines())
        .hasSize(4)
        .anyMatch(line -> line.startsWith("latchkey 0."))
        .anyMatch(line -> line.startsWith("java     " + Runtime.version()))
        .anyMatch(line -> line.startsWith("vert.x   5."))
        .anyMatch(line -> line.startsWith("netty    4."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "key",
        "servee",
        "check",
        "check --config",
        "serve --config x --only both",
        "demo --gateway-port x",
        "demo --gateway-port 65536",
        "token --config x --tenant t --role owner --ttl 1y",
        "explain --config x --key-id nonsense --method GET --path /",
        "explain --config x",
        "explain --config x --key-id k --method GET",
        "explain --config x --request-id r --key-id k --method GET --path /",
        "key show nonsense --config x",
        "key create --config x --tenant t --profile p --name n --quota 10/week",
        "key create --config x --tenant t --profile p --name n --quota-name day"
      })
  void misuseIsToldInWordsAndEndsWith2(String line) {
    String[] words = line.isEmpty() ? new String[0] : line.split(" ", -1);

    Run run = Run.of(words);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("latchkey: ").doesNotContain("\tat ");
  }

  @ParameterizedTest
  @CsvSource({
    "serv, there is no command 'serv', serve",
    "key lst, there is no command 'lst', list",
    "demo --jsn, there is no option '--jsn', --json"
  })
  void whatIsMistypedIsToldWithWhatComesClosest(String line, String told, String meant) {
    Run run = Run.of(line.split(" ", -1));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("latchkey: " + told + "\nDid you mean '" + meant + "'?\nTry 'latchkey ");
  }

  @Test
  void helpIsShownForCommandsAtAnyDepth() {
    assertThat(Run.of("help", "key", "create").out())
        .isEqualTo(Run.of("key", "create", "-h").out());
    assertThat(Run.of("help", "key", "creat").err())
        .isEqualTo("latchkey: there is no command 'creat'\nTry 'latchkey key --help'.\n");
  }

  @Test
  void noHelpIsWiderThanATerminal() {
    List<String> commands = new ArrayList<>(List.of(""));
    for (int i = 0; i < commands.size(); i++) {
      String command = commands.get(i);
      String help = Run.of((command + " --help").strip().split(" ", -1)).out();
      assertThat(help.lines()).as(command).allMatch(line -> line.length() <= 80);
      help.lines()
          .dropWhile(line -> !line.equals("Commands:"))
          .filter(line -> line.matches("  [a-z-]+  .*") && !line.startsWith("  latchkey"))
          .forEach(line -> commands.add((command + " " + line.strip().split(" ", 2)[0]).strip()));
    }
    assertThat(commands).contains("key import", "audit verify", "help");
  }

  @Test
  void aSoundFileIsSummedUpInOneLine() throws IOException {
    Path file = sample();

    Run run = Run.of(SECRET, "check", "--config", file.toString());

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out().lines()).hasSize(1);
    assertThat(run.out()).startsWith(file + ": fine: ").contains("routes", "4 profiles");
  }

  @Test
  void everyProblemOfAFileIsToldWithItsPlace() throws IOException {
    Path file = folder.resolve("broken.yaml");
    Files.writeString(
        file, Files.readString(sample()).replace("accessLog: true", "accessLog: maybe\n  odd: 1"));

    Run run = Run.of("check", "--config", file.toString());

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines())
        .hasSizeGreaterThanOrEqualTo(3)
        .allMatch(line -> line.matches(".*broken\\.yaml:\\d+:\\d+: .*"));
    assertThat(run.err()).contains("ADMIN_JWT_SECRET");
  }

  @Test
  void aFileThatIsNotThereIsToldAsAProblemOfIt() {
    Run run = Run.of("serve", "--config", folder.resolve("none.yaml").toString());

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("none.yaml:1:1: ");
  }

  @Test
  void aTokenStandsAloneOnStandardOutput() throws IOException {
    Run run =
        Run.of(
            SECRET,
            "token",
            "--config",
            sample().toString(),
            "--tenant",
            "acme",
            "--role",
            "viewer",
            "--ttl",
            "5m");

    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines()).hasSize(1);
    String claims =
        new String(
            Base64.getUrlDecoder().decode(run.out().split("\\.", -1)[1]), StandardCharsets.UTF_8);
    assertThat(claims).contains("\"tenant\":\"acme\"", "\"roles\":[\"viewer\"]");
  }

  @Test
  void anUnknownRoleOrALongLifeGetsNoToken() throws IOException {
    String file = sample().toString();

    Run role = Run.of(SECRET, "token", "--config", file, "--tenant", "t", "--role", "king");
    Run life =
        Run.of(
            SECRET, "token", "--config", file, "--tenant", "t", "--role", "owner", "--ttl", "25h");

    assertThat(role.code()).isEqualTo(2);
    assertThat(role.err()).contains("owner, admin, developer, viewer or auditor");
    assertThat(life.code()).isEqualTo(2);
    assertThat(life.err()).isEqualTo("latchkey: --ttl is 1s to 24h\n");
    assertThat(role.out() + life.out()).isEmpty();
  }

  @Test
  void issuersWithoutASharedSecretGetNoTokenHere() throws IOException {
    Path file = folder.resolve("jwks.yaml");
    Files.writeString(
        file,
        Files.readString(sample())
            .replace("algorithm: HS256", "algorithm: RS256")
            .replace("secret: \"${env:ADMIN_JWT_SECRET}\"", "jwks: \"https://id.example.test/k\""));

    Run run = Run.of("token", "--config", file.toString(), "--tenant", "t", "--role", "owner");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("https://id.example.test signs with a private key of its own");
  }

  private Path sample() throws IOException {
    Path file = folder.resolve("all.yaml");
    Files.writeString(file, resource("config/samples/all.yaml"));
    return file;
  }

  private static String resource(String name) throws IOException {
    try (InputStream file = CommandLineTest.class.getResourceAsStream("/dev/latchkey/" + name)) {
      return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
