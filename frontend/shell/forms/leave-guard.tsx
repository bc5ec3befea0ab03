// Leaving with unsent text asks first: inside the room, by Back, and when the tab is closed.
import { useBeforeLeave } from "@solidjs/router";
import { createSignal, type JSX, onCleanup, onMount, Show } from "solid-js";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { forgetTyped, hasUnsent, listenForTyping } from "../../platform/typed.ts";
import { useWords } from "../../platform/words.ts";
import { keepWhatIsDrawnAnew } from "./keep-drawn.ts";
import { keepFocus } from "./keep-focus.ts";

const [waiting, setWaiting] = createSignal<{ go: () => void }>();

/** Goes at once when nothing is unsent, else after the person has said so. */
export function leaveFor(go: () => void): void {
  if (hasUnsent()) setWaiting({ go });
  else go();
}

/** Once in each room's frame. */
export function LeaveGuard(): JSX.Element {
  const t = useWords();
  onMount(() => {
    const stops = [listenForTyping(), keepWhatIsDrawnAnew(), keepFocus()];
    const ask = (event: BeforeUnloadEvent): void => {
      if (hasUnsent()) event.preventDefault();
    };
    window.addEventListener("beforeunload", ask);
    onCleanup(() => {
      window.removeEventListener("beforeunload", ask);
      for (const stop of stops) stop();
    });
  });
  useBeforeLeave((event) => {
    if (event.defaultPrevented || !hasUnsent() || isSamePage(event.to, event.from.pathname)) return;
    event.preventDefault();
    setWaiting({ go: () => event.retry(true) });
  });
  const leave = (): void => {
    const asked = waiting();
    setWaiting(undefined);
    forgetTyped();
    asked?.go();
  };
  return (
    <Show when={waiting()}>
      <Dialog
        isOpen
        onClose={() => setWaiting(undefined)}
        title={t("forms.leave.title")}
        description={t("forms.leave.text")}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            leave();
          }}
        >
          <DialogButtons
            act={t("forms.leave.go")}
            back={t("forms.leave.stay")}
            isDanger
            onCancel={() => setWaiting(undefined)}
          />
        </form>
      </Dialog>
    </Show>
  );
}

/** A filter that goes into the address leaves nothing. A number is a step of the history. */
function isSamePage(to: string | number, from: string): boolean {
  return typeof to === "string" && new URL(to, location.origin).pathname.replace(/\/$/, "") === from.replace(/\/$/, "");
}
