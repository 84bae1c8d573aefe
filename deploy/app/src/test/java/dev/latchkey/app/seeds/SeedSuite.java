// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.seeds;

import java.util.ArrayList;
import java.util.List;

/**
 * What became of the rows of all four seeds.
 *
 * @param table for people, a line for each row
 * @param red row and reason of everything that is not as promised
 * @param numbers of the rows, in their order
 */
public record SeedSuite(String table, List<String> red, List<Integer> numbers) {

  /** Runs all rows against an instance with the sample of all four products. */
  public static SeedSuite run(String gateway, String admin, String secret) {
    Instance at = new Instance(gateway, admin, secret);
    List<SeedRow> rows = new ArrayList<>(new AlohubRows(at).rows());
    rows.addAll(new AloochatRows(at).rows());
    rows.addAll(new OhalloRows(at).rows());
    rows.addAll(new SalehayRows(at).rows());
    SeedTable table = new SeedTable();
    String text = table.run(rows);
    return new SeedSuite(text, table.red(), rows.stream().map(SeedRow::number).toList());
  }
}
