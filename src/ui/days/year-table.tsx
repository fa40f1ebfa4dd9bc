/** The heat map as a table, by month, for whoever would rather read than look. */
import { formatNumber } from "../../i18n/format.ts";
import { m } from "../../i18n/messages.ts";
import { formatLength, formatMonthName } from "./format.ts";
import type { MonthSum } from "./months.ts";
import { firstOf } from "./week.ts";

export function YearTable({ sums }: { readonly sums: readonly MonthSum[] }) {
  return (
    <details className="by-table">
      <summary>{m.days_table()}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{m.days_table_month()}</th>
            <th scope="col">{m.days_table_days()}</th>
            <th scope="col">{m.days_table_rests()}</th>
            <th scope="col">{m.days_table_time()}</th>
          </tr>
        </thead>
        <tbody>
          {sums.map(({ month, days, rests, played }) => (
            <tr key={month}>
              <th scope="row">{formatMonthName(firstOf(month))}</th>
              <td>{formatNumber(days)}</td>
              <td>{formatNumber(rests)}</td>
              <td>{days === 0 ? "" : formatLength(Math.floor(played / 60_000))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
