// Signing in: the browser offers passkeys in the field by itself; the button asks for one. There is nothing to type.
import { useSearchParams } from "@solidjs/router";
import { createSignal, type JSX, onCleanup, onMount, Show } from "solid-js";
import { Button } from "../../parts/button/button.tsx";
import { TextField } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { useWords } from "../../platform/words.ts";
import {
  canAutofillPasskeys,
  canUsePasskeys,
  CeremonyCancelled,
  signInWithPasskey,
  stopWaiting,
} from "./ceremonies.ts";
import { tellOtherTabs } from "../forms/other-tabs.ts";
import { describeRefusal } from "./describe-refusal.ts";
import { DoorFrame } from "./door-frame.tsx";
import { homeOf, roomHere, safeBack } from "../room.ts";
import { loadMe, me } from "../session.ts";
import { createDoor } from "./load-door.ts";
import { reasonHere, Unavailable } from "./unavailable.tsx";

/** A challenge lives five minutes; the one behind the autofill list is renewed before that. */
const renewMs = 4 * 60_000;

export function SignInPage(): JSX.Element {
  const t = useWords();
  const [params] = useSearchParams<{ back?: string; recovered?: string }>();
  const { door } = createDoor();
  const [problem, setProblem] = createSignal<unknown>();
  const [isBusy, setBusy] = createSignal(false);
  const reason = () => {
    const known = door();
    return known ? reasonHere(known) : undefined;
  };

  const enter = async (isAutofill: boolean): Promise<void> => {
    try {
      await signInWithPasskey(isAutofill);
      tellOtherTabs("in");
      // A full load: nothing that was shown before stays in memory.
      await loadMe();
      const isOfSeveral = (me()?.organisations.length ?? 0) > 1;
      const back = params.back === undefined ? "" : `?back=${encodeURIComponent(params.back)}`;
      location.assign(isOfSeveral ? `/${roomHere()}/choose${back}` : safeBack(params.back, homeOf(me())));
    } catch (error) {
      // The list under the field closes whenever the button is used; that is no failure.
      if (!(isAutofill && error instanceof CeremonyCancelled)) setProblem(error);
    }
  };
  const useButton = async (): Promise<void> => {
    setProblem(undefined);
    setBusy(true);
    await enter(false);
    setBusy(false);
    void offer();
  };
  const offer = async (): Promise<void> => {
    if (isBusy() || reason() || !canUsePasskeys() || !(await canAutofillPasskeys())) return;
    await enter(true);
  };
  const timer = setInterval(() => {
    if (isBusy()) return;
    stopWaiting();
    void offer();
  }, renewMs);
  onCleanup(() => {
    clearInterval(timer);
    stopWaiting();
  });

  return (
    <DoorFrame title={t("identity.door.title")}>
      <Show when={params.recovered}>
        <Notice>{t("identity.enrol.recovered")}</Notice>
      </Show>
      <p>{t("identity.door.lead")}</p>
      <Show when={canUsePasskeys()} fallback={<UnsupportedOrPlain door={door()} />}>
        <Show when={reason()} fallback={<Ask />}>
          {(why) => <Show when={door()}>{(known) => <Unavailable door={known()} reason={why()} />}</Show>}
        </Show>
      </Show>
      <Show when={problem()}>
        {(error) => (
          <Notice tone="problem" isAlert>
            {describeRefusal(error())}
          </Notice>
        )}
      </Show>
      <Show when={door()?.isDemo && !reason()}>
        <p>
          <a href={`/${roomHere()}/demo`}>{t("identity.door.demo")}</a>
        </p>
      </Show>
      <Show when={roomHere() === "console"}>
        <p>
          <a href="/claim">{t("identity.door.claim")}</a>
        </p>
      </Show>
      <p class="quiet-text small-text">{t("identity.door.lost")}</p>
      <Show when={door()?.hasRecoveryCodes && !reason()}>
        <p class="small-text">
          <a href={`/${roomHere()}/recover`}>{t("identity.door.code")}</a>
        </p>
      </Show>
    </DoorFrame>
  );

  function Ask(): JSX.Element {
    // The field has to stand before the browser can offer passkeys in it.
    onMount(() => void offer());
    return (
      <form
        class="door-form"
        onSubmit={(event) => {
          event.preventDefault();
          void useButton();
        }}
      >
        <TextField
          label={t("identity.door.account")}
          hint={t("identity.door.account_hint")}
          name="username"
          autocomplete="username webauthn"
        />
        <Button type="submit" look="main" isBusy={isBusy()}>
          {isBusy() ? t("identity.door.waiting") : t("identity.door.button")}
        </Button>
      </form>
    );
  }

  // Browsers hide WebAuthn on plain http: the server's reason is then the true one, not the browser's age.
  function UnsupportedOrPlain(here: { door: ReturnType<typeof door> }): JSX.Element {
    return (
      <Show when={here.door} fallback={<Notice tone="mind">{t("identity.door.unsupported")}</Notice>}>
        {(known) => (
          <Show when={reasonHere(known())} fallback={<Notice tone="mind">{t("identity.door.unsupported")}</Notice>}>
            {(why) => <Unavailable door={known()} reason={why()} />}
          </Show>
        )}
      </Show>
    );
  }
}
