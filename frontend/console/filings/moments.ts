// Between an RFC 3339 instant and what an input of day and hour holds, in the reader's own zone. Pure.

/** "2026-11-20T21:00", or nothing for what is no instant. */
export function toLocal(at: string): string {
  const date = new Date(at);
  if (at === "" || Number.isNaN(date.getTime())) return "";
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The instant of what was typed; what is no moment stays as it was typed, and the server names it. */
export function fromLocal(typed: string): string {
  const date = new Date(typed);
  return typed === "" || Number.isNaN(date.getTime()) ? typed : date.toISOString();
}
