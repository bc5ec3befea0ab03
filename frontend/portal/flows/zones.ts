// Whole and half-hour offsets from UTC that are in use, for people who know their hour but not a zone's name.

/** "-11:00" … "+14:00", as RFC 3339 writes them. */
export const offsets: readonly string[] = [
  ...Array.from({ length: 26 }, (_, at) => format((at - 11) * 60)),
  ...[-570, -210, 210, 270, 330, 345, 390, 570, 630].map(format),
].sort((a, b) => minutes(a) - minutes(b));

function format(offset: number): string {
  const size = Math.abs(offset);
  const clock = `${String(Math.floor(size / 60)).padStart(2, "0")}:${String(size % 60).padStart(2, "0")}`;
  return `${offset < 0 ? "-" : "+"}${clock}`;
}

function minutes(offset: string): number {
  const sign = offset.startsWith("-") ? -1 : 1;
  return sign * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4)));
}
