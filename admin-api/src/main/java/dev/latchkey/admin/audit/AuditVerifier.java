// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.keys.AuditLog.Checkpoint;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks an export of the audit trail without asking anybody: that every event is as it was
 * written, that none is missing between the first and the last, and that the signed checkpoints say
 * the same. Events that are missing at the end show where a checkpoint is about a later one. One
 * thread.
 */
public final class AuditVerifier {
  private static final String NOTHING_BEFORE = "0".repeat(64);
  private static final int MOST_FINDINGS = 100;
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final @Nullable PublicKey key;
  private final List<String> findings = new ArrayList<>();
  private final List<Checkpoint> checkpoints = new ArrayList<>();
  private final Map<Long, String> hashes = new TreeMap<>();
  private @Nullable String tenant;
  private @Nullable String previous;
  private long first;
  private long number;
  private long line;

  /**
   * @param key of whoever signed the checkpoints; null to leave signatures unchecked
   */
  public AuditVerifier(@Nullable PublicKey key) {
    this.key = key;
  }

  /**
   * What was found.
   *
   * @param first number of the first event; 1 unless the export begins later
   * @param findings what is wrong, in words; empty when nothing is
   */
  public record Report(
      String tenant, long first, long last, long checkpoints, List<String> findings) {
    public boolean isSound() {
      return findings.isEmpty();
    }
  }

  /** Takes the next line of the export. */
  public void take(String text) {
    line++;
    if (text.isBlank()) {
      return;
    }
    JsonNode node;
    try {
      node = MAPPER.readTree(text);
    } catch (JsonProcessingException notJson) {
      find("is not JSON");
      return;
    }
    if (node.has("checkpoint")) {
      CheckpointJson.read(node.path("checkpoint"))
          .ifPresentOrElse(checkpoints::add, () -> find("is no checkpoint"));
    } else if (node instanceof ObjectNode event && event.path("chain").isObject()) {
      event(event);
    } else {
      find("is neither an event nor a checkpoint");
    }
  }

  /** The end of the export. */
  public Report report() {
    checkpoints.forEach(this::check);
    return new Report(
        tenant == null ? "" : tenant, first, number, checkpoints.size(), List.copyOf(findings));
  }

  private void event(ObjectNode event) {
    JsonNode chain = event.remove("chain");
    long at = event.path("number").asLong();
    String before = chain.path("previous").asText();
    String hash = chain.path("hash").asText();
    if (tenant == null) {
      tenant = event.path("tenant").asText();
      first = at;
      previous = at == 1 ? NOTHING_BEFORE : before;
      number = at - 1;
    }
    if (!event.path("tenant").asText().equals(tenant)) {
      find("is another tenant's");
    }
    if (at != number + 1) {
      find("is event " + at + ", but event " + (number + 1) + " has to come here");
    } else if (!before.equals(previous)) {
      find("does not follow event " + number);
    }
    if (!hash(before, JsonbText.of(event)).equals(hash)) {
      find("was changed after it was written (event " + at + ")");
    }
    number = at;
    previous = hash;
    hashes.put(at, hash);
  }

  private void check(Checkpoint checkpoint) {
    String what = "the checkpoint of " + checkpoint.day();
    long at = checkpoint.head().number();
    if (!checkpoint.head().tenant().id().equals(tenant)) {
      say(what + " is another tenant's");
    } else if (key != null && !AuditSigner.isSigned(checkpoint, key)) {
      say(what + " is not signed with this key");
    } else if (at > number) {
      say(what + " is about event " + at + ", but the last one here is " + number);
    } else if (at >= first && !checkpoint.head().hash().equals(hashes.get(at))) {
      say(what + " knows another event " + at);
    }
  }

  private void find(String what) {
    say("line " + line + " " + what);
  }

  private void say(String what) {
    if (findings.size() < MOST_FINDINGS) {
      findings.add(what);
    }
  }

  private static String hash(String previous, String record) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(HexFormat.of().parseHex(previous));
      return HexFormat.of().formatHex(sha256.digest(record.getBytes(StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException notHex) {
      return "";
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
