// The session ended while somebody worked: they sign in again on the spot, over whatever is open, and everything that was typed stays.
import { createEffect, createSignal, type JSX, on, onCleanup, onMount, Show } from "solid-js";
import { Button } from "../../parts/button/button.tsx";
import { Dialog } from "../../parts/dialog/dialog.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { isSessionLost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { actFor } from "../act-for.ts";
import { createConfirmedAct } from "../confirm/confirmed-act.ts";
import { roomHere } from "../room.ts";
import { me } from "../session.ts";
import { signInWithPasskey } from "../sign-in/ceremonies.ts";
import { goOnAs, listenToOtherTabs, tellOtherTabs } from "./other-tabs.ts";

export function SignInAgain(): JSX.Element {
  const t = useWords();
  const act = createConfirmedAct();
  const [isPutAside, setPutAside] = createSignal(false);
  onMount(() => onCleanup(listenToOtherTabs()));
  createEffect(on(isSessionLost, () => setPutAside(false)));
  const signIn = async (): Promise<void> => {
    const before = me();
    await act.run(undefined, async () => {
      await signInWithPasskey(false);
      await goOnAs(before?.personId);
      // Somebody with several organisations goes on for the one that they worked for.
      if (before && me()?.personId === before.personId && me()?.organisation.id !== before.organisation.id)
        await actFor(before.organisation.id);
      tellOtherTabs("in");
    });
  };
  return (
    <Show when={isSessionLost() && me()}>
      <Notice tone="mind" isAlert>
        <span>{t("forms.session.ended")}</span>
        <Button isSmall onClick={() => setPutAside(false)}>
          {t("forms.session.again")}
        </Button>
      </Notice>
      <Show when={!isPutAside()}>
        <Dialog
          isOpen
          onClose={() => setPutAside(true)}
          title={t("forms.session.title")}
          description={t("forms.session.ended")}
        >
          <form
            data-kept
            onSubmit={(event) => {
              event.preventDefault();
              void signIn();
            }}
          >
            <Show when={act.problem()}>
              <Notice tone="problem" isAlert>
                {act.problem()}
              </Notice>
            </Show>
            <div class="dialog-buttons">
              <Button type="submit" look="main" isBusy={act.isBusy()}>
                {t("identity.door.button")}
              </Button>
              <a class="button" data-look="quiet" href={`/${roomHere()}/sign-in`} target="_blank" rel="noreferrer">
                {t("forms.session.elsewhere")}
              </a>
            </div>
          </form>
        </Dialog>
      </Show>
    </Show>
  );
}
