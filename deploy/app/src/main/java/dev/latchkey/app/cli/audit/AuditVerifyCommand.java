// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.cli.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.audit.AuditExport;
import dev.latchkey.admin.audit.AuditSigner;
import dev.latchkey.admin.audit.AuditVerifier;
import dev.latchkey.admin.json.Json;
import dev.latchkey.app.cli.option.Session;
import dev.latchkey.app.logging.LogSetup;
import dev.latchkey.app.terminal.CommandFailure;
import dev.latchkey.app.terminal.ExitCode;
import dev.latchkey.app.wiring.StoreVisit;
import dev.latchkey.config.ConfigLoader;
import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.keys.Tenant;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "verify",
    description = {
      "Checks an audit trail: that every event is as it was written, and that none is missing.",
      "An export needs nothing but the file and, for its signatures, the public key; with --config"
          + " and --tenant the trail in the store is checked instead. Exit code 1 when it was"
          + " tampered with."
    },
    footer = {
      "",
      "Examples:",
      "  latchkey audit verify --file export.ndjson --public-key audit.pem",
      "  latchkey audit verify --config latchkey.yaml --tenant acme"
    })
final class AuditVerifyCommand implements Callable<Integer> {
  private final Session session;

  @Option(names = "--file", paramLabel = "FILE", description = "An export, one object a line.")
  private @Nullable Path file;

  @Option(
      names = "--public-key",
      paramLabel = "FILE",
      description = "From 'latchkey audit key'. Default: signatures are not checked.")
  private @Nullable Path publicKey;

  @Option(names = "--config", paramLabel = "FILE", description = "Check the store instead.")
  private @Nullable Path config;

  @Option(names = "--tenant", paramLabel = "TENANT", description = "Whose trail in the store.")
  private @Nullable String tenant;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  AuditVerifyCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    LogSetup.forCommand(session.terminal());
    if ((file == null) == (config == null) || (config == null) != (tenant == null)) {
      throw CommandFailure.usage("give either --file, or --config and --tenant");
    }
    PublicKey key = publicKey == null ? null : read(publicKey);
    AuditVerifier.Report report =
        file != null ? ofFile(file, key) : ofStore(config, String.valueOf(tenant), key);
    print(report);
    return report.isSound() ? ExitCode.OK : ExitCode.REFUSED;
  }

  private static AuditVerifier.Report ofFile(Path file, @Nullable PublicKey key) {
    AuditVerifier verifier = new AuditVerifier(key);
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      String line = reader.readLine();
      while (line != null) {
        verifier.take(line);
        line = reader.readLine();
      }
    } catch (IOException unreadable) {
      throw CommandFailure.usage("--file: cannot read " + file + ": " + unreadable.getMessage());
    }
    return verifier.report();
  }

  private AuditVerifier.Report ofStore(
      @Nullable Path config, String tenant, @Nullable PublicKey key) throws Exception {
    LatchkeyConfig loaded =
        new ConfigLoader(session.terminal().environment())
            .load(config == null ? Path.of("") : config);
    InstantSource clock = InstantSource.system();
    Optional<AuditSigner> signer = AuditSigner.of(loaded);
    AuditVerifier verifier =
        new AuditVerifier(key == null ? signer.map(AuditSigner::publicKey).orElse(null) : key);
    try (StoreVisit visit = StoreVisit.open(loaded, clock)) {
      AuditExport export =
          new AuditExport(visit.store().control().audit(), Optional.empty(), clock, tenant(tenant));
      List<String> lines = visit.get(export.next());
      while (!lines.isEmpty()) {
        lines.forEach(verifier::take);
        lines = visit.get(export.next());
      }
    }
    return verifier.report();
  }

  private void print(AuditVerifier.Report report) {
    if (json) {
      ObjectNode body = Json.object().put("sound", report.isSound());
      body.put("tenant", report.tenant()).put("first", report.first()).put("last", report.last());
      body.put("checkpoints", report.checkpoints());
      body.set("findings", Json.array(report.findings()));
      session.terminal().out().println(new String(Json.bytes(body), StandardCharsets.UTF_8));
      return;
    }
    report.findings().forEach(session.terminal().err()::println);
    session
        .terminal()
        .out()
        .println(
            (report.isSound() ? "Sound: " : "TAMPERED WITH: ")
                + "events "
                + report.first()
                + " to "
                + report.last()
                + " of tenant "
                + report.tenant()
                + ", "
                + report.checkpoints()
                + " checkpoints"
                + (publicKey == null && config == null ? ", signatures not checked." : "."));
  }

  /**
   * @throws CommandFailure when the text cannot be a tenant
   */
  static Tenant tenant(String text) {
    try {
      return new Tenant(text);
    } catch (IllegalArgumentException wrong) {
      throw CommandFailure.usage("--tenant: " + wrong.getMessage());
    }
  }

  private static PublicKey read(Path file) {
    try {
      String base64 =
          Files.readString(file)
              .replace("-----BEGIN PUBLIC KEY-----", "")
              .replace("-----END PUBLIC KEY-----", "");
      return KeyFactory.getInstance("Ed25519")
          .generatePublic(new X509EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
    } catch (IOException | GeneralSecurityException | IllegalArgumentException noKey) {
      throw CommandFailure.usage("--public-key: " + file + " has no Ed25519 public key in PEM");
    }
  }
}
