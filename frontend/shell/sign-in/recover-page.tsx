// A one-time code for somebody who lost every passkey: it leads to a link that makes a new one, at once or after a day; it signs nobody in.
import { createSignal, type JSX, Show } from "solid-js";
import { Button } from "../../parts/button/button.tsx";
import { TextField } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { CopyOnce } from "../confirm/copy-once.tsx";
import { roomHere } from "../room.ts";
import { describeRefusal } from "./describe-refusal.ts";
import { DoorFrame } from "./door-frame.tsx";

interface Made {
  link: string;
  opensAt: string;
  expiresAt: string;
}

export function RecoverPage(): JSX.Element {
  const t = useWords();
  const [email, setEmail] = createSignal("");
  const [code, setCode] = createSignal("");
  const [made, setMade] = createSignal<Made>();
  const [problem, setProblem] = createSignal<unknown>();
  const [isBusy, setBusy] = createSignal(false);
  const use = async (): Promise<void> => {
    setProblem(undefined);
    setBusy(true);
    try {
      const body = { email: email().trim(), code: code() };
      const done = await apiPost<Made>("/api/v1/identity/recovery-codes/use", body);
      // A link that opens now is opened now; its token stands after #, so the page is loaded anew.
      if (new Date(done.opensAt) <= new Date()) {
        location.assign(done.link);
        return;
      }
      setMade(done);
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <DoorFrame title={t("identity.codes.use_title")}>
      <Show
        when={made()}
        fallback={
          <form
            class="door-form"
            onSubmit={(event) => {
              event.preventDefault();
              void use();
            }}
          >
            <p>{t("identity.codes.use_lead")}</p>
            <TextField
              label={t("identity.people.email")}
              type="email"
              required
              maxLength={320}
              value={email()}
              onInput={(event) => setEmail(event.currentTarget.value)}
            />
            <TextField
              label={t("identity.codes.code")}
              hint={t("identity.codes.code_hint")}
              required
              maxLength={60}
              autocapitalize="characters"
              spellcheck={false}
              value={code()}
              onInput={(event) => setCode(event.currentTarget.value)}
            />
            <Show when={problem()}>
              {(error) => (
                <Notice tone="problem" isAlert>
                  {describeRefusal(error())}
                </Notice>
              )}
            </Show>
            <Button type="submit" look="main" isBusy={isBusy()}>
              {t("identity.codes.use")}
            </Button>
          </form>
        }
      >
        {(link) => (
          <>
            <Notice tone="mind">
              {t("identity.codes.waits", {
                opens: formatInstant(link().opensAt),
                ends: formatInstant(link().expiresAt),
              })}
            </Notice>
            <CopyOnce label={t("identity.people.link")} value={link().link} />
          </>
        )}
      </Show>
      <p class="quiet-text small-text">
        <a href={`/${roomHere()}/sign-in`}>{t("identity.codes.back")}</a>
      </p>
    </DoorFrame>
  );
}
