// Shapes of areas: reads GeoJSON polygons (RFC 7946) and writes them as paths of a picture. Pure.
import { areaLimits, type Position, type Shape } from "./model.ts";

/** The shape, or what was expected instead, in one sentence. Coordinates are WGS 84 degrees, longitude first (RFC 7946 §4). */
export function readShape(geometry: unknown): Shape | { expected: string } {
  if (typeof geometry !== "object" || geometry === null)
    return { expected: "a geometry of type Polygon or MultiPolygon" };
  const { type, coordinates } = geometry as { type?: unknown; coordinates?: unknown };
  if (type !== "Polygon" && type !== "MultiPolygon")
    return {
      expected: `a geometry of type Polygon or MultiPolygon, not ${typeof type === "string" ? type.slice(0, 40) : "none"}`,
    };
  const polygons = type === "Polygon" ? [coordinates] : coordinates;
  if (!Array.isArray(polygons) || polygons.length === 0) return { expected: "at least one polygon" };
  let count = 0;
  const shape: Position[][][] = [];
  for (const polygon of polygons as unknown[]) {
    if (!Array.isArray(polygon) || polygon.length === 0) return { expected: "polygons with at least one ring" };
    const rings: Position[][] = [];
    for (const ring of polygon as unknown[]) {
      const read = readRing(ring);
      if (!Array.isArray(read)) return read;
      count += read.length;
      if (count > areaLimits.positions) return { expected: `at most ${areaLimits.positions} positions in one area` };
      rings.push(read);
    }
    shape.push(rings);
  }
  return shape;
}

function readRing(ring: unknown): Position[] | { expected: string } {
  // RFC 7946 §3.1.6: four or more positions, the last one equal to the first.
  if (!Array.isArray(ring) || ring.length < 4) return { expected: "rings of four or more positions" };
  const read: Position[] = [];
  for (const at of ring as unknown[]) {
    const [longitude, latitude] = Array.isArray(at) ? (at as unknown[]) : [];
    if (typeof longitude !== "number" || typeof latitude !== "number" || !isOnEarth(longitude, latitude))
      return { expected: "positions in degrees, longitude first: -180 to 180, then -90 to 90" };
    read.push([longitude, latitude]);
  }
  const [first, last] = [read[0], read.at(-1)];
  if (first?.[0] !== last?.[0] || first?.[1] !== last?.[1])
    return { expected: "rings whose last position is the first again" };
  return read;
}

function isOnEarth(longitude: number, latitude: number): boolean {
  return Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90;
}

export interface Box {
  west: number;
  south: number;
  east: number;
  north: number;
}

/** The box around shapes; a whole world where there are none. */
export function boxOf(shapes: readonly Shape[]): Box {
  const box = { west: 180, south: 90, east: -180, north: -90 };
  for (const [longitude, latitude] of shapes.flat(3)) {
    box.west = Math.min(box.west, longitude);
    box.east = Math.max(box.east, longitude);
    box.south = Math.min(box.south, latitude);
    box.north = Math.max(box.north, latitude);
  }
  return box.west > box.east ? { west: -180, south: -90, east: 180, north: 90 } : box;
}

/** How a box of degrees is drawn `width` wide: equal distances at its middle latitude. */
export function frameOf(box: Box, width: number): { height: number; place: (at: Position) => [number, number] } {
  const shrink = Math.cos((((box.north + box.south) / 2) * Math.PI) / 180) || 1;
  const across = Math.max((box.east - box.west) * shrink, 1e-6);
  const scale = width / across;
  const height = Math.max(1, Math.round((box.north - box.south) * scale));
  return {
    height,
    place: ([longitude, latitude]) => [(longitude - box.west) * shrink * scale, (box.north - latitude) * scale],
  };
}

/** The `d` of an SVG path, in tenths of a unit. */
export function pathOf(shape: Shape, place: (at: Position) => [number, number]): string {
  const tenth = (value: number): string => String(Math.round(value * 10) / 10);
  return shape
    .flat()
    .map((ring) => {
      const points = ring.slice(0, -1).map((at) => place(at).map(tenth).join(" "));
      return `M${points.join("L")}Z`;
    })
    .join("");
}
