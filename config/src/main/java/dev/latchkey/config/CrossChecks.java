// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

/**
 * What can only be decided once the whole file is read. Readers add as they go; {@link #run} looks
 * at the sums. Each check is linear, or sorts.
 */
record CrossChecks(
    Names names,
    Prefixes prefixes,
    BasePaths basePaths,
    Sockets sockets,
    Matches matches,
    Reach reach,
    HeaderClashes headers) {

  static CrossChecks empty() {
    return new CrossChecks(
        new Names(),
        new Prefixes(),
        new BasePaths(),
        new Sockets(),
        new Matches(),
        new Reach(),
        new HeaderClashes());
  }

  void run(Problems problems) {
    names.check(problems);
    prefixes.check(problems);
    basePaths.check(problems);
    sockets.check(problems);
    matches.check(problems);
    reach.check(names, problems);
    headers.check(problems);
  }
}
