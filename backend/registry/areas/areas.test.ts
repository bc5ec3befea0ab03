// Areas: what an import file would do, whatever stands in it; walks over the tree; shapes that are checked and made light.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AreaRow, IncomingArea, Shape } from "./model.ts";
import { planImport } from "./plan-import.ts";
import { readAreaFile } from "./read-area-file.ts";
import { boxOf, frameOf, pathOf, readShape } from "./shapes.ts";
import { positionsIn, simplifyShapes } from "./simplify-shapes.ts";
import { subtreeOf } from "./walk-areas.ts";

const row = (id: string, parentId: string | null, level: AreaRow["level"], more: Partial<AreaRow> = {}): AreaRow => ({
  id,
  parentId,
  level,
  names: { fr: id },
  population: null,
  tile: null,
  shape: null,
  endedAt: null,
  endReason: null,
  successors: [],
  borders: [],
  version: 1,
  ...more,
});
const tree = [
  row("xx", null, "country"),
  row("north", "xx", "region"),
  row("south", "xx", "region"),
  row("oasis", "north", "district"),
];
const entry = (id: string, more: Partial<IncomingArea> = {}): IncomingArea => ({ line: 2, id, ...more });
const codesOf = (...incoming: IncomingArea[]): string[] =>
  planImport(tree, incoming).problems.map(({ code, field }) => `${field}:${code}`);

describe("an import", () => {
  test("adds, changes and ends, and says of each what; what is the same is left alone", () => {
    const { problems, changes, unchanged } = planImport(
      tree,
      [
        entry("east", { parentId: "xx", level: "région", names: { fr: "Est" }, population: "1 200 300" }),
        entry("south", { names: { en: "The South" } }),
        entry("oasis", { endedAt: "2026-03-31", successors: ["wells"] }),
        entry("wells", { parentId: "north", level: "district", names: { mn: "Худаг" } }),
        entry("north", { names: { fr: "north" } }),
      ],
      [{ id: "region", names: { fr: "Région" } }],
    );
    expect(problems).toEqual([]);
    expect(changes.map(({ id, kind, fields }) => [id, kind, fields])).toEqual([
      ["east", "added", []],
      ["south", "changed", ["names"]],
      ["oasis", "ended", ["endedAt", "successors"]],
      ["wells", "added", []],
    ]);
    expect(unchanged).toBe(1);
  });

  test("tells every kind of mistake at the field that has it, and then changes nothing", () => {
    const fresh = { parentId: "xx", level: "region", names: { fr: "A" } };
    expect(codesOf(entry("a b", fresh))).toEqual(["id:id"]);
    expect(codesOf(entry("a", fresh), entry("a", fresh))).toEqual(["id:duplicate"]);
    expect(codesOf(entry("a", { ...fresh, level: "shire" }))).toContain("level:level");
    expect(codesOf(entry("a", { ...fresh, parentId: "nowhere" }))).toEqual(["parent:parent_unknown"]);
    expect(codesOf(entry("a", { level: "region", names: { fr: "A" } }))).toEqual(["parent:parent_missing"]);
    expect(codesOf(entry("a", { ...fresh, parentId: "oasis" }))).toEqual(["level:parent_level"]);
    expect(codesOf(entry("yy", { parentId: null, level: "country", names: { fr: "Y" } }))).toEqual([
      "level:second_country",
    ]);
    expect(codesOf(entry("north", { parentId: "oasis" }))).toContain("parent:cycle");
    expect(codesOf(entry("a", { ...fresh, names: {} }))).toEqual(["name_fr:name_missing"]);
    expect(codesOf(entry("a", { ...fresh, population: "many" }))).toEqual(["population:population"]);
    expect(codesOf(entry("a", { ...fresh, tile: { column: "-1", row: 0 } }))).toEqual(["tile_column:tile"]);
    expect(codesOf(entry("a", { ...fresh, geometry: { type: "Point" } }))).toEqual(["geometry:shape"]);
    expect(codesOf(entry("south", { endedAt: "soon" }))).toEqual(["ended_at:end"]);
    expect(codesOf(entry("south", { endedAt: "2026-02-30" }))).toEqual(["ended_at:end"]);
    expect(codesOf(entry("north", { endedAt: "2026-01-01" }))).toEqual(["ended_at:children_live"]);
    expect(codesOf(entry("south", { endedAt: "2026-01-01", successors: ["gone"] }))).toEqual([
      "successors:successor_unknown",
    ]);
    expect(codesOf(entry("south", { borders: ["gone"] }))).toEqual(["borders:border_unknown"]);
    expect(planImport(tree, [entry("a", fresh), entry("b b", fresh)]).rows).toEqual([]);
  });

  test("of whatever leaves a tree: every living area has a living parent above it, and nobody lies in themselves", () => {
    const ids = fc.constantFrom("xx", "north", "south", "oasis", "a", "b", "c");
    const any = fc.record(
      {
        line: fc.integer({ min: 1, max: 9 }),
        id: ids,
        parentId: fc.option(ids, { nil: null }),
        level: fc.constantFrom("country", "region", "district", "municipality", "x"),
        names: fc.constantFrom({}, { fr: "A" }),
        endedAt: fc.constantFrom("2026-01-01", "x"),
        successors: fc.subarray(["north", "a", "b"]),
      },
      { requiredKeys: ["line", "id"] },
    );
    fc.assert(
      fc.property(fc.array(any, { maxLength: 7 }), (incoming) => {
        const plan = planImport(tree, incoming as IncomingArea[]);
        expect(plan.problems.length === 0 || plan.rows.length === 0).toBe(true);
        const after = new Map([...tree, ...plan.rows].map((area) => [area.id, area]));
        const order = ["country", "region", "district", "municipality"];
        const isWrong = ({ parentId, level, endedAt }: AreaRow): boolean => {
          const parent = parentId === null ? undefined : after.get(parentId);
          if (!parent) return level !== "country";
          return order.indexOf(parent.level) >= order.indexOf(level) || (endedAt === null && parent.endedAt !== null);
        };
        expect([...after.values()].filter(isWrong)).toEqual([]);
      }),
    );
  });
});

describe("a file", () => {
  const read = async (text: string) => await readAreaFile(Buffer.from(text));

  test("as CSV, JSON list, JSON tree and GeoJSON gives the same areas", async () => {
    const wanted = [
      { line: 2, id: "east", parentId: "xx", level: "region", names: { fr: "Est", mn: "Зүүн" }, population: "12" },
      { line: 3, id: "dune", parentId: "east", level: "district", names: { fr: "Dune" } },
    ];
    const csv = await read(
      "ID;Parent;Level;Name_fr;name_mn;Population\neast;xx;region;Est;Зүүн;12\ndune;east;district;Dune;;\n",
    );
    expect(csv).toEqual({ format: "csv", areas: wanted, problems: [] });
    const [one, two] = [
      { id: "east", parent: "xx", level: "region", names: { fr: "Est", mn: "Зүүн" }, population: 12 },
      { id: "dune", level: "district", name_fr: "Dune" },
    ];
    const places = wanted.map((area, at) => ({ ...area, line: at + 1 }));
    expect((await read(JSON.stringify([one, { ...two, parent: "east" }]))).areas).toEqual(places);
    expect((await read(JSON.stringify({ ...one, children: [two] }))).areas).toEqual(places);
    const features = [one, { ...two, parent: "east" }].map((properties) => ({
      type: "Feature",
      properties,
      geometry: null,
    }));
    const geojson = await read(JSON.stringify({ type: "FeatureCollection", features }));
    expect(geojson.format).toBe("geojson");
    expect(geojson.areas.map(({ geometry: _geometry, ...area }) => area)).toEqual(places);
  });

  test("that is none is refused with what was expected, never with a fault of ours", async () => {
    await expect(read("name,level\nA,region\n")).rejects.toThrow(/invalid_input/);
    await expect(read("{")).rejects.toThrow(/invalid_input/);
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.json().map((json) => `{"type":"FeatureCollection","features":[${json}]}`),
        ),
        async (text) => {
          const got = await read(text).catch((error: unknown) => String((error as Error).message));
          if (typeof got !== "string") planImport(tree, got.areas);
          expect(typeof got === "string" ? got : "invalid_input").toMatch(
            /^(invalid_input|too_large|unsupported_media_type)/,
          );
        },
      ),
      { numRuns: 300 },
    );
  });
});

test("what lies under some areas is what a walk upward from each area says, old areas through what followed them", () => {
  const ids = ["a", "b", "c", "d", "e", "f", "g"];
  const forest = fc.tuple(
    ...ids.map((id, at) =>
      fc.record({
        id: fc.constant(id),
        parentId: at === 0 ? fc.constant(null) : fc.option(fc.constantFrom(...ids.slice(0, at)), { nil: null }),
        successors: fc.subarray(ids.filter((other) => other !== id)),
      }),
    ),
  );
  fc.assert(
    fc.property(forest, fc.subarray(ids), (areas, roots) => {
      const found = subtreeOf(areas, roots);
      const isIn = (id: string, seen: readonly string[]): boolean => {
        const area = areas.find((one) => one.id === id);
        if (!area || seen.includes(id)) return false;
        const way = [...seen, id];
        return (
          roots.includes(id) ||
          (area.parentId !== null && isIn(area.parentId, way)) ||
          (area.successors.length > 0 && area.successors.every((next) => isIn(next, way)))
        );
      };
      // A walk upward that meets itself finds less than the whole; what it finds is always there.
      expect(areas.filter(({ id }) => isIn(id, []) && !found.has(id))).toEqual([]);
      for (const id of found) {
        const area = areas.find((one) => one.id === id);
        const isThere = roots.includes(id) || (area?.parentId != null && found.has(area.parentId));
        expect(isThere || (area?.successors.length !== 0 && area?.successors.every((next) => found.has(next)))).toBe(
          true,
        );
      }
    }),
  );
});

describe("a shape", () => {
  const square = (size: number) => [
    [0, 0],
    [size, 0],
    [size, size],
    [0, size],
    [0, 0],
  ];

  test("is read as GeoJSON says, and refused with what was expected", () => {
    expect(readShape({ type: "Polygon", coordinates: [square(2)] })).toEqual([[square(2)]]);
    expect(readShape({ type: "MultiPolygon", coordinates: [[square(1)], [square(3)]] })).toHaveLength(2);
    for (const wrong of [
      null,
      { type: "LineString" },
      {
        type: "Polygon",
        coordinates: [
          [
            [0, 0],
            [1, 1],
            [0, 0],
          ],
        ],
      },
    ])
      expect(readShape(wrong)).toHaveProperty("expected");
    expect(
      readShape({
        type: "Polygon",
        coordinates: [
          [
            [0, 0],
            [0, 91],
            [1, 1],
            [0, 0],
          ],
        ],
      }),
    ).toHaveProperty("expected");
    expect(readShape({ type: "Polygon", coordinates: [[...square(2).slice(0, 4), [0, 1]]] })).toHaveProperty(
      "expected",
    );
  });

  test("is made light: closed rings of few positions in the same box", () => {
    const ring = Array.from({ length: 5_000 }, (_, at): [number, number] => {
      const angle = (at / 4_999) * 2 * Math.PI;
      const reach = 5 + 0.05 * Math.sin(angle * 90);
      return [reach * Math.cos(angle), reach * Math.sin(angle)];
    });
    ring[ring.length - 1] = ring[0]!;
    const light = simplifyShapes(new Map([["a", [[ring]]]]), 400).get("a")!;
    const positions = light.flat(2);
    expect(positions.length).toBeLessThanOrEqual(400);
    expect(positions.length).toBeGreaterThan(8);
    for (const one of light.flat()) expect(one.at(-1)).toEqual(one[0]);
    const [before, after] = [boxOf([[[ring]]]), boxOf([light])];
    expect(Math.abs(before.east - after.east)).toBeLessThan(0.3);
  });

  test("neighbours keep one border however light they get; each area keeps a ring, and the file keeps to its budget", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 5 }),
        fc.integer({ min: 20, max: 120 }),
        fc.integer({ min: 8, max: 40 }),
        (count, corners, each) => {
          // A row of squares whose common sides are jagged lines.
          const side = (at: number): [number, number][] =>
            Array.from({ length: corners + 1 }, (_, step): [number, number] => [
              at * 2 + Math.sin(step * 7 + at) * 0.3 * (step % corners ? 1 : 0),
              step / corners,
            ]);
          const shapes = new Map<string, Shape>();
          for (let at = 0; at < count; at++) {
            const ring = [...side(at), ...side(at + 1).toReversed()];
            shapes.set(`a${at}`, [[[...ring, ring[0] ?? [0, 0]]]]);
          }
          const light = simplifyShapes(shapes, count * each);
          expect([...light.keys()]).toEqual([...shapes.keys()]);
          expect(positionsIn(light.values())).toBeLessThanOrEqual(Math.max(count * each, count * 9));
          const placesOf = (id: string) => new Set((light.get(id) ?? []).flat(2).map(String));
          for (let at = 0; at + 1 < count; at++) {
            const [here, there] = [placesOf(`a${at}`), placesOf(`a${at + 1}`)];
            const near = (light.get(`a${at}`) ?? []).flat(2).filter(([x]) => Math.abs(x - (at + 1) * 2) < 0.4);
            // What lies on the common side lies there for both.
            for (const position of near) expect(there.has(String(position)), String(position)).toBe(true);
            expect(here.size).toBeGreaterThanOrEqual(3);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  test("shapes without a level find their area by id or by name; one that finds none, or two, is told, and TopoJSON is read as GeoJSON is", async () => {
    const geometry = { type: "Polygon", coordinates: [square(2)] };
    const shaped = (id: string, name?: string): IncomingArea => ({
      line: 2,
      id,
      geometry,
      ...(name ? { names: { en: name } } : {}),
    });
    const { changes, problems } = planImport(
      [...tree, row("ML-1", "xx", "region", { names: { fr: "Ségou" } })],
      [shaped("north"), shaped("", "SEGOU")],
    );
    expect(problems).toEqual([]);
    expect(changes.map(({ id, fields, name }) => [id, fields, name])).toEqual([
      ["north", ["shape"], "north"],
      ["ML-1", ["shape"], "Ségou"],
    ]);
    expect(codesOf(shaped("", "Nowhere"))).toEqual(["geometry:shape_unknown"]);
    const twins = [...tree, row("s2", "north", "district", { names: { fr: "South" } })];
    expect(planImport(twins, [shaped("", "south")]).problems).toMatchObject([
      { code: "shape_twice", values: { ids: "south, s2" } },
    ]);
    const made = {
      type: "Topology",
      objects: {
        regions: {
          type: "GeometryCollection",
          geometries: [{ type: "Polygon", id: "north", properties: {}, arcs: [[0]] }],
        },
      },
      arcs: [square(2)],
    };
    const read = await readAreaFile(Buffer.from(JSON.stringify(made)));
    expect(read.format).toBe("topojson");
    expect(planImport(tree, read.areas).changes.map(({ id, fields }) => [id, fields])).toEqual([["north", ["shape"]]]);
    const broken = { ...made, arcs: [] };
    await expect(readAreaFile(Buffer.from(JSON.stringify(broken)))).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("is drawn inside its frame", () => {
    const shape: Shape = [[square(4) as unknown as [number, number][]]];
    const { height, place } = frameOf(boxOf([shape]), 100);
    expect(height).toBeGreaterThan(99);
    expect(pathOf(shape, place)).toMatch(/^M0 \d[\d.]*L100 [\d.L ]+Z$/);
  });
});
