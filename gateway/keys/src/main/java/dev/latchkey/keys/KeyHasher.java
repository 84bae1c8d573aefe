// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Digest to stored bytes, with the current pepper for new keys and the retired ones for look-ups,
 * so that a pepper can be replaced without re-issuing keys. Immutable; any thread.
 */
public final class KeyHasher {
  private final @Nullable Pepper current;
  private final List<Pepper> retired;

  /** Without a pepper the stored bytes are the SHA-256 itself. */
  public KeyHasher(@Nullable Pepper current, List<Pepper> retired) {
    this.current = current;
    this.retired = List.copyOf(retired);
  }

  /** The bytes to store for a new secret. */
  public byte[] stored(KeyDigest digest) {
    return current == null ? digest.toBytes() : current.seal(digest);
  }

  /** Every form under which an existing secret may be stored, most likely first. */
  public List<byte[]> candidates(KeyDigest digest) {
    List<byte[]> forms = new ArrayList<>(1 + retired.size());
    forms.add(stored(digest));
    for (Pepper pepper : retired) {
      forms.add(pepper.seal(digest));
    }
    return forms;
  }

  /** The current pepper's fingerprint, or "none". */
  public String fingerprint() {
    return current == null ? "none" : current.fingerprint();
  }

  /** Fingerprints under which existing secrets are still found. */
  public List<String> retiredFingerprints() {
    return retired.stream().map(Pepper::fingerprint).toList();
  }
}
