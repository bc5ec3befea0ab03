// Using a link: set-up, invitation, recovery or demo. Says what the passkey is bound to before it is made.
import { createSignal, type JSX, Show } from "solid-js";
import { createResource } from "../data/create-resource.ts";
import type { DoorView, InvitationLook } from "../../../backend/identity/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { TextField } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { ApiProblem, apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { currentTag, useWords } from "../../platform/words.ts";
import { canUsePasskeys, enrolPasskey } from "./ceremonies.ts";
import { homeOf, roomHere } from "../room.ts";
import { loadMe, me } from "../session.ts";
import { describeRefusal } from "./describe-refusal.ts";
import { DoorFrame } from "./door-frame.tsx";
import { createDoor } from "./load-door.ts";
import { reasonHere, Unavailable } from "./unavailable.tsx";

export function EnrolPage(): JSX.Element {
  const t = useWords();
  // The token stands after #: it is sent to the server in a body only, and stays out of logs and of the Referer.
  const token = location.hash.slice(1);
  const { door } = createDoor();
  const [look] = createResource(async () => {
    if (token === "") return undefined;
    return await apiPost<InvitationLook>("/api/v1/identity/enrolment/look", { token });
  });
  const known = () => (look.error === undefined ? look() : undefined);
  const reason = () => {
    const here = door();
    return here ? reasonHere(here) : undefined;
  };
  const title = () => t(`identity.enrol.title.${known()?.kind ?? "invite"}`);
  return (
    <DoorFrame title={title()}>
      <Show when={reason()}>
        {(why) => <Show when={door()}>{(here) => <Unavailable door={here()} reason={why()} />}</Show>}
      </Show>
      <Show when={!reason()}>
        <Show when={token === ""}>
          <Notice tone="mind">{t("identity.enrol.no_link")}</Notice>
        </Show>
        <Show when={look.error as unknown}>
          {(error) => (
            <Notice tone="problem" isAlert>
              {describeRefusal(error())}
            </Notice>
          )}
        </Show>
        <Show when={known()}>
          {(link) => <Show when={door()}>{(here) => <EnrolForm token={token} look={link()} door={here()} />}</Show>}
        </Show>
      </Show>
    </DoorFrame>
  );
}

function EnrolForm(props: { token: string; look: InvitationLook; door: DoorView }): JSX.Element {
  const t = useWords();
  const [name, setName] = createSignal(props.look.kind === "setup" ? "" : (props.look.name ?? ""));
  const [email, setEmail] = createSignal("");
  const [keyName, setKeyName] = createSignal(t("identity.enrol.key_name_first"));
  const [problem, setProblem] = createSignal<unknown>();
  const [isBusy, setBusy] = createSignal(false);
  const isDemo = () => props.look.kind === "demo";
  const asksName = () => props.look.kind === "setup" || props.look.kind === "invite";
  const fieldProblem = (path: string): string | undefined => {
    const error = problem();
    if (!(error instanceof ApiProblem) || !error.fields.some((field) => field.path === path)) return undefined;
    return describeRefusal(error);
  };
  const hasFieldProblem = () => fieldProblem("name") !== undefined || fieldProblem("email") !== undefined;

  const enrol = async (): Promise<void> => {
    setProblem(undefined);
    setBusy(true);
    try {
      const who = {
        token: props.token,
        language: currentTag(),
        ...(asksName() && name().trim() ? { name: name().trim() } : {}),
        ...(!isDemo() && email().trim() ? { email: email().trim() } : {}),
      };
      const isSignedIn = await enrolPasskey(who, keyName().trim());
      if (isSignedIn) await loadMe();
      location.replace(isSignedIn ? homeOf(me()) : `/${roomHere()}/sign-in?recovered=1`);
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <form
      class="door-form"
      onSubmit={(event) => {
        event.preventDefault();
        void enrol();
      }}
    >
      <p>
        {props.look.kind === "recovery"
          ? t("identity.enrol.lead_recovery")
          : t("identity.enrol.lead", {
              organisation: props.look.organisationName,
              role: t(`identity.role.${props.look.role}`),
            })}
      </p>
      <Notice tone="mind">
        <p>{t("identity.enrol.permanent", { site: props.look.siteName })}</p>
        <Show when={props.look.kind === "setup"}>
          <p>{t("identity.enrol.permanent_setup")}</p>
        </Show>
        <Show when={props.look.siteName === "localhost"}>
          <p>{t("identity.enrol.permanent_local")}</p>
        </Show>
      </Notice>
      <Show when={asksName()}>
        <TextField
          label={t("identity.enrol.name")}
          autocomplete="name"
          maxLength={200}
          required
          value={name()}
          error={fieldProblem("name")}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </Show>
      <Show when={!isDemo()}>
        <TextField
          label={t("identity.enrol.email")}
          hint={props.look.kind === "setup" ? undefined : t("identity.enrol.email_hint")}
          type="email"
          autocomplete="email"
          maxLength={320}
          required
          value={email()}
          error={fieldProblem("email")}
          onInput={(event) => setEmail(event.currentTarget.value)}
        />
      </Show>
      <TextField
        label={t("identity.enrol.key_name")}
        hint={t("identity.enrol.key_name_hint")}
        maxLength={100}
        value={keyName()}
        onInput={(event) => setKeyName(event.currentTarget.value)}
      />
      <Show when={problem() !== undefined && !hasFieldProblem()}>
        <Notice tone="problem" isAlert>
          {describeRefusal(problem())}
        </Notice>
      </Show>
      <Show when={canUsePasskeys()} fallback={<Notice tone="mind">{t("identity.door.unsupported")}</Notice>}>
        <Button type="submit" look="main" isBusy={isBusy()}>
          {isBusy() ? t("identity.door.waiting") : t("identity.enrol.button")}
        </Button>
      </Show>
      <p class="quiet-text small-text">{t("identity.enrol.until", { when: formatInstant(props.look.expiresAt) })}</p>
    </form>
  );
}
