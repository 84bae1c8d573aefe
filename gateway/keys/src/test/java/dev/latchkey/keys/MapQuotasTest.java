// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

class MapQuotasTest extends QuotaLedgerContract {
  private final MapQuotas quotas = new MapQuotas();

  @Override
  protected QuotaLedger ledger() {
    return quotas;
  }
}
