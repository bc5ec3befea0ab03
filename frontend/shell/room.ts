// The signed-in rooms: which one this page stands in by its address, which one a person belongs in, and what a room gives its frame.
import type { JSX } from "solid-js";
import { type MeView, type RoomName, roomNames, roomOfKind } from "../../backend/identity/model.ts";
import type { Act } from "./keys.ts";

/** What one room puts into the frame that all share. Addresses are under the room's base ("/mails"). */
export interface Room {
  name: RoomName;
  /** Where one can go; `isOpen` on a narrow screen. */
  navigation: (props: { isOpen: boolean }) => JSX.Element;
  /** What stands in the head beside the logo, such as a search. */
  head?: () => JSX.Element;
  /** Acts of the palette and the keys that lead to the room's pages. */
  acts?: (navigate: (href: string) => void) => Act[];
  /** Runs once somebody is signed in; what it returns runs when the frame goes. */
  onEnter?: () => (() => void) | undefined;
}

/** The room of the page's address; the doors stand in each. */
export function roomHere(): RoomName {
  return roomNames.find((name) => location.pathname.startsWith(`/${name}/`)) ?? "desk";
}

/** The first address of the room where a person works, by the organisation that the session acts for. */
export function homeOf(person: MeView | undefined): string {
  return `/${person ? roomOfKind[person.organisation.kind] : roomHere()}/`;
}

/** Where to go after signing in: an address of the person's own room, never of another site. */
export function safeBack(back: string | undefined, home: string): string {
  if (!back || !URL.canParse(back, location.origin)) return home;
  const url = new URL(back, location.origin);
  return url.origin === location.origin && url.pathname.startsWith(home) ? url.pathname + url.search : home;
}
