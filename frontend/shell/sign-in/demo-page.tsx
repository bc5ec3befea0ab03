// A demo's door: choose who to be; each choice makes a one-time link, which enrols a passkey of one's own.
import { createSignal, For, type JSX, Show } from "solid-js";
import { createResource } from "../data/create-resource.ts";
import type { Role } from "../../../backend/identity/model.ts";
import { Notice } from "../../parts/notice/notice.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { roomHere } from "../room.ts";
import { describeRefusal } from "./describe-refusal.ts";
import { DoorFrame } from "./door-frame.tsx";
import { createDoor } from "./load-door.ts";
import { reasonHere, Unavailable } from "./unavailable.tsx";

export function DemoPage(): JSX.Element {
  const t = useWords();
  const { door } = createDoor();
  const [demo] = createResource(async () => await apiGet<{ isDemo: boolean; roles: Role[] }>("/api/v1/identity/demo"));
  const [problem, setProblem] = createSignal<unknown>();
  const reason = () => {
    const here = door();
    return here ? reasonHere(here) : undefined;
  };
  const choose = async (role: Role): Promise<void> => {
    setProblem(undefined);
    try {
      const { link } = await apiPost<{ link: string }>("/api/v1/identity/demo/links", { role });
      location.assign(link);
    } catch (error) {
      setProblem(error);
    }
  };
  return (
    <DoorFrame title={t("identity.demo.title")}>
      <Show when={reason()}>
        {(why) => <Show when={door()}>{(here) => <Unavailable door={here()} reason={why()} />}</Show>}
      </Show>
      <Show when={!reason()}>
        <Show when={demo()?.isDemo !== false} fallback={<Notice>{t("identity.demo.none")}</Notice>}>
          <p>{t("identity.demo.lead")}</p>
          <ul class="door-roles">
            <For each={demo()?.roles ?? []}>
              {(role) => (
                <li>
                  <button type="button" class="door-role" onClick={() => void choose(role)}>
                    <b>{t("identity.demo.act", { role: t(`identity.role.${role}`) })}</b>
                    <span class="quiet-text">{t(`identity.role_note.${role}`)}</span>
                  </button>
                </li>
              )}
            </For>
          </ul>
        </Show>
      </Show>
      <Show when={problem() !== undefined}>
        <Notice tone="problem" isAlert>
          {describeRefusal(problem())}
        </Notice>
      </Show>
      <p>
        <a href={`/${roomHere()}/sign-in`}>{t("identity.door.title")}</a>
      </p>
    </DoorFrame>
  );
}
