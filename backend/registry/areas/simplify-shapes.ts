// Makes shapes of areas light enough to draw without parting neighbours: a border that two share is one line, and stays one. Pure.
import type { FeatureCollection } from "geojson";
import type { GeometryCollection, Topology } from "topojson-specification";
import { feature } from "topojson-client";
import { topology } from "topojson-server";
import { presimplify, quantile, simplify } from "topojson-simplify";
import type { Position, Shape } from "./model.ts";

/** Steps of the share of corners that stay, from all to hardly any. */
const shares = [1, 0.7, 0.5, 0.35, 0.25, 0.17, 0.11, 0.07, 0.04, 0.025, 0.015, 0.008, 0.004, 0.001] as const;

export const positionsIn = (shapes: Iterable<Shape>): number =>
  [...shapes].reduce((sum, shape) => sum + shape.flat(2).length, 0);

/**
 * The same shapes, all together, in at most about `most` positions (Visvalingam's areas over a common topology). An island that shrinks to a line
 * is left out; of each area its largest ring stays, as it was where nothing smaller is a ring any more.
 */
export function simplifyShapes(shapes: ReadonlyMap<string, Shape>, most: number): Map<string, Shape> {
  const whole = new Map(shapes);
  if (positionsIn(shapes.values()) <= most) return whole;
  const ids = [...shapes.keys()];
  // To a hundred-thousandth of the width: borders that two hands drew a hair apart become one.
  const made = topology({ all: collectionOf(shapes) }, 1e5) as Topology<{ all: GeometryCollection }>;
  const weighed = presimplify(made);
  let found = whole;
  for (const share of shares) {
    const light = simplify(weighed, share === 1 ? 0 : quantile(weighed, share));
    const read = feature(light, light.objects.all).features;
    found = new Map(
      ids.map((id, at) => [
        id,
        ringsOf(read[at]?.geometry as { coordinates?: unknown } | undefined, shapes.get(id) ?? []),
      ]),
    );
    if (positionsIn(found.values()) <= most) return found;
  }
  return found;
}

function collectionOf(shapes: ReadonlyMap<string, Shape>): FeatureCollection {
  return {
    type: "FeatureCollection",
    features: [...shapes].map(([id, shape]) => ({
      type: "Feature",
      id,
      properties: {},
      geometry: {
        type: "MultiPolygon",
        coordinates: shape.map((polygon) => polygon.map((ring) => ring.map(([x, y]) => [x, y]))),
      },
    })),
  };
}

function ringsOf(geometry: { coordinates?: unknown } | undefined, before: Shape): Shape {
  const polygons = (geometry?.coordinates ?? []) as Position[][][];
  const left = polygons
    .map((polygon) => polygon.filter((ring) => new Set(ring.map(String)).size >= 3))
    .filter((polygon) => polygon.length > 0);
  if (left.length > 0) return left;
  const [largest] = before.toSorted((a, b) => (b[0]?.length ?? 0) - (a[0]?.length ?? 0));
  return largest?.[0] ? [[largest[0]]] : [];
}
