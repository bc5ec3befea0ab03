// The tabs of one browser tell each other who signed in and who left: they share one session, and none goes on under another person's name.
import { noteSessionLost } from "../../platform/api.ts";
import { hasUnsent } from "../../platform/typed.ts";
import { homeOf, roomHere } from "../room.ts";
import { loadMe, me } from "../session.ts";

type Said = "in" | "out";

const channel = globalThis.BroadcastChannel ? new BroadcastChannel("toguna.session") : undefined;

/** Tells the other tabs. */
export function tellOtherTabs(said: Said): void {
  channel?.postMessage(said);
}

/** After a new sign-in: the same person goes on where they were; another one is shown nothing of what stood here. */
export async function goOnAs(personId: string | undefined): Promise<void> {
  if (!(await loadMe())) return;
  if (me()?.personId !== personId) location.replace(homeOf(me()));
}

/** Listens as long as a room is shown. */
export function listenToOtherTabs(): () => void {
  const hear = ({ data }: MessageEvent<Said>): void => {
    if (data === "in") void goOnAs(me()?.personId).catch(() => {});
    // Text that was not sent is not thrown away by another tab: the page is covered until somebody signs in again.
    else if (hasUnsent()) noteSessionLost();
    else location.assign(`/${roomHere()}/sign-in`);
  };
  channel?.addEventListener("message", hear);
  return () => channel?.removeEventListener("message", hear);
}
