// Cubes of each of the fourteen charts as full as they get, for tests that draw: two years of months, 52 weeks, twenty regions, long names.
import { type Cell, type ChartId, type Cube, type Panel } from "../../backend/reporting/charts/model.ts";
import { panel } from "../../backend/reporting/charts/count/asked.ts";
import { classKeys } from "../../backend/reporting/charts/count/count-volume.ts";
import { addDays, weeksBefore } from "../../backend/reporting/charts/count/count-groups.ts";
import type { Position, Shape } from "../../backend/registry/areas/model.ts";
import { sectors } from "../../backend/registry/sectors/model.ts";

const months = Array.from({ length: 23 }, (_one, at) => new Date(Date.UTC(2025, at, 1)).toISOString().slice(0, 7));
const weeks = weeksBefore("2026-11-23", true);
const days = Array.from({ length: 60 }, (_one, at) => addDays("2026-11-23", at - 60));
/** Twenty regions with jagged borders that neighbours share, five in a row. */
export const jagged = (ids: readonly string[]): { id: string; shape: Shape }[] => {
  const corner = (x: number, y: number): Position => [
    x + Math.sin(x * 5 + y * 3) * 0.15,
    y + Math.cos(x * 3 + y * 7) * 0.15,
  ];
  const line = (x1: number, y1: number, x2: number, y2: number): Position[] =>
    Array.from({ length: 60 }, (_one, at) => corner(x1 + ((x2 - x1) * at) / 60, y1 + ((y2 - y1) * at) / 60)).map(
      ([x, y]) => [x + Math.sin(x * 41 + y * 37) * 0.03, y + Math.cos(x * 29 + y * 43) * 0.03],
    );
  return ids.map((id, at) => {
    const [x, y] = [at % 5, 20 - Math.floor(at / 5)];
    // A side that two share is walked from its lesser end by both.
    const ring = [
      ...line(x, y, x + 1, y),
      ...line(x + 1, y, x + 1, y + 1),
      ...line(x, y + 1, x + 1, y + 1).toReversed(),
      ...line(x, y, x, y + 1).toReversed(),
    ];
    const [first = [0, 0]] = ring;
    return { id, shape: [[[...ring, first]]] };
  });
};
/** The same numbers at each run. */
const wave = (at: number, most: number): number =>
  Math.max(0, Math.round((most / 2) * (1 + Math.sin(at * 1.7) * 0.6 + Math.cos(at * 0.31) * 0.5)));
const grid = (rows: readonly string[], series: readonly string[], most: number): Cell[][] =>
  rows.map((_row, r) => series.map((_one, s) => wave(r * 3 + s * 7, most / (s + 1))));
const same = (name: string) => ({ fr: name, en: name, mn: name });
const partial = { row: "2026-11", until: "2026-11-22" };
const law: Panel["changes"] = [
  {
    row: "2025-12",
    name: {
      fr: "Loi portant répression de la cybercriminalité",
      en: "Act on cybercrime",
      mn: "Кибер гэмт хэргийн тухай хууль",
    },
    day: "2025-12-05",
    verification: "secondary",
  },
];
const byMonth = (id: string, unit: Panel["unit"], series: string[], most: number, more: Partial<Panel> = {}): Panel =>
  panel({
    id,
    kind: "lines",
    unit,
    axis: "month",
    rows: months,
    seriesAxis: "word",
    series,
    cells: grid(months, series, most),
    n: [{ of: series[0] ?? "", count: 1234 }],
    partial,
    ...more,
  });
const bars = (
  id: string,
  unit: Panel["unit"],
  rows: string[],
  series: string[],
  most: number,
  more: Partial<Panel> = {},
): Panel =>
  panel({
    id,
    kind: "bars",
    unit,
    axis: "word",
    rows,
    seriesAxis: "word",
    series,
    cells: grid(rows, series, most),
    n: [{ of: series[0] ?? "", count: 512 }],
    ...more,
  });

const regions = [
  "Kayes",
  "Koulikoro",
  "Sikasso",
  "Ségou",
  "Mopti",
  "Tombouctou",
  "Gao",
  "Kidal",
  "Taoudénit",
  "Ménaka",
  "Bougouni",
  "Dioïla",
  "Nioro",
  "Koutiala",
  "Kita",
  "Nara",
  "Bandiagara",
  "San",
  "Douentza",
  "Bamako",
];
const places = Object.fromEntries(regions.map((region, at) => [region, { column: at % 6, row: Math.floor(at / 6) }]));
const names = Object.fromEntries(regions.map((region) => [region, same(region)]));
const kinds = [
  "accessible-rdp",
  "open-snmp",
  "vulnerable-exchange",
  "open-memcached",
  "open-telnet",
  "sinkhole-http",
  "open-dns-resolver",
  "accessible-smb",
];
const duties = [
  "Tenir un registre des traitements et le mettre à jour",
  "Notifier une violation dans le délai",
  "Désigner un délégué à la protection des données",
  "Chiffrer les supports mobiles",
];
const masked = (cells: Cell[][]): Cell[][] =>
  cells.map((row, r) =>
    row.map((cell, s) => ((r * 5 + s) % 7 === 0 ? "few:5" : (r * 3 + s) % 11 === 0 ? "hidden" : cell)),
  );

export const fullPanels: Record<ChartId, Panel[]> = {
  volume: [
    byMonth("months", "steps", ["reports", "incidents", "cases"], 1800, {
      changes: law,
      n: ["reports", "incidents", "cases"].flatMap((one) =>
        ["2025", "2026"].map((year) => ({ of: `${one}:${year}`, count: 12_345 })),
      ),
    }),
  ],
  classes: [
    bars("years", "incidents", [...classKeys], ["2026", "2025"], 900, {
      axis: "class",
      partial: { row: "2026", until: "2026-10-31" },
      n: [
        { of: "incidents:2026", count: 2345 },
        { of: "incidents:2025", count: "hidden" },
      ],
    }),
  ],
  sectors: [
    panel({
      id: "year",
      kind: "heat",
      unit: "incidents",
      axis: "sector",
      rows: [...sectors, "nobody"],
      seriesAxis: "class",
      series: [...classKeys],
      cells: masked(grid([...sectors, "nobody"], classKeys, 120)),
      n: [{ of: "incidents:2026", count: 2345 }],
    }),
  ],
  phenomena: [
    panel({
      id: "weeks",
      kind: "multiples",
      unit: "reports",
      axis: "week",
      rows: weeks,
      seriesAxis: "type",
      series: [
        "phishing",
        "unauthorised-use-of-resources",
        "masquerade",
        "infected-system",
        "data-leak",
        "ddos",
        "violence",
        "spam",
      ],
      cells: masked(grid(weeks, ["a", "b", "c", "d", "e", "f", "g", "h"], 90)),
      n: [
        { of: "phishing", count: 1000 },
        { of: "violence", count: "few:10" },
      ],
    }),
  ],
  causes: [
    bars(
      "incidents",
      "incidents",
      ["malicious_action", "human_error", "system_failure", "third_party_failure", "natural_event", "not_judged"],
      ["incidents"],
      60,
    ),
    bars("user_hours", "user_hours", ["malicious_action", "human_error", "system_failure"], ["user_hours"], 1_200_000, {
      facts: [{ word: "not_told", value: 12 }],
    }),
  ],
  times: ["acknowledge", "contain", "close"].map((id) => byMonth(id, "hours", ["median", "p90"], 96)),
  clocks: [
    bars("stages", "filings", ["a", "b", "c"], ["on_time", "late", "open", "no_time"], 40, {
      axis: "name",
      names: {
        a: same("Protection des données à caractère personnel (Mali) 1.1.0: initial"),
        b: same("Cybersécurité (Mongolie) 1.0.0: early warning"),
        c: same("Cybersécurité (Mongolie) 1.0.0: final"),
      },
    }),
    byMonth("months", "filings", ["on_time", "late"], 20, { changes: law }),
  ],
  notified: [
    bars("steps", "organisations", ["bank", "telecom_operator", "none"], ["sent", "answered", "fixed"], 90, {
      axis: "name",
      names: { bank: same("Banque"), telecom_operator: same("Opérateur de télécommunications") },
    }),
  ],
  exposure: [
    byMonth("months", "findings", kinds.slice(0, 5), 12_000, {
      seriesAxis: "name",
      names: Object.fromEntries(kinds.map((kind) => [kind, same(kind)])),
    }),
    bars("kinds", "findings", kinds, ["findings"], 80_000, {
      axis: "name",
      isLog: true,
      cells: kinds.map((_kind, at) => [Math.round(90_000 / 4 ** at)]),
    }),
    panel({
      id: "tree",
      kind: "tree",
      unit: "findings",
      axis: "name",
      rows: kinds,
      seriesAxis: "word",
      series: ["findings"],
      cells: kinds.map((_kind, at) => [Math.round(90_000 / 2 ** at)]),
      n: [{ of: "findings", count: 512 }],
      names: Object.fromEntries(kinds.map((kind) => [kind, same(kind)])),
    }),
  ],
  phishing: [
    panel({
      id: "domains",
      kind: "columns",
      unit: "domains",
      axis: "day",
      rows: days,
      seriesAxis: "word",
      series: ["domains"],
      cells: days.map((_day, at) => [wave(at, 14)]),
      n: [{ of: "domains", count: 480 }],
    }),
    bars(
      "takedowns",
      "takedowns",
      ["up_to_1_day", "up_to_3_days", "up_to_7_days", "up_to_30_days", "longer", "still_up"],
      ["takedowns"],
      30,
    ),
    bars("named", "reports", ["x", "y"], ["reports"], 50, {
      axis: "name",
      names: { x: same("Banque nationale de développement agricole et rural"), y: same("Poste") },
    }),
  ],
  areas: [
    panel({
      id: "rates",
      kind: "tiles",
      unit: "rate",
      axis: "area",
      rows: regions,
      seriesAxis: "word",
      series: ["rate"],
      cells: regions.map((_region, at) => [at % 6 === 4 ? "hidden" : wave(at, 90) / 10]),
      n: [{ of: "reports:2026", count: 5400 }],
      names,
      places,
    }),
    bars("counts", "reports", [...regions.slice(0, 12), "merged", "elsewhere"], ["reports"], 900, {
      axis: "area",
      names,
    }),
  ],
  formalities: [
    byMonth("flow", "filings", ["received", "decided"], 60),
    byMonth("days", "days", ["median"], 75),
    bars("backlog", "filings", ["up_to_30_days", "up_to_60_days", "up_to_120_days", "longer"], ["waiting"], 40),
  ],
  maturity: [
    bars("last", "organisations", ["2023", "2024", "2025", "2026", "never"], ["organisations"], 40),
    panel({
      id: "duties",
      kind: "dots",
      unit: "share",
      axis: "name",
      rows: duties,
      seriesAxis: "word",
      series: ["kept"],
      cells: duties.map((_duty, at) => [25 * (at + 1) - 8]),
      n: [{ of: "looked_at", count: 88 }],
      names: Object.fromEntries(duties.map((duty) => [duty, same(`${duty} (n = 22)`)])),
    }),
  ],
  losses: [
    bars(
      "XOF",
      "filings",
      ["below_100000", "below_1000000", "below_10000000", "below_100000000", "below_1000000000", "below_more"],
      ["filings"],
      20,
      {
        facts: [
          { word: "median", value: 1_250_000 },
          { word: "not_read", value: 4 },
        ],
      },
    ),
  ],
};

export const fullCube = (chart: ChartId): Cube => ({
  chart,
  countedAt: "2026-11-22T08:00:00.000Z",
  zone: "Africa/Bamako",
  panels: fullPanels[chart],
});
