// For somebody with roles in several organisations: which one this session is to act for. It can be changed in the account menu.
import { useSearchParams } from "@solidjs/router";
import { createSignal, For, type JSX, onMount, Show } from "solid-js";
import { Notice } from "../../parts/notice/notice.tsx";
import { useWords } from "../../platform/words.ts";
import { actFor } from "../act-for.ts";
import { homeOf, roomHere, safeBack } from "../room.ts";
import { loadMe, me } from "../session.ts";
import { describeRefusal } from "./describe-refusal.ts";
import { DoorFrame } from "./door-frame.tsx";

export function ChoosePage(): JSX.Element {
  const t = useWords();
  const [params] = useSearchParams<{ back?: string }>();
  const [problem, setProblem] = createSignal<unknown>();
  const enter = async (): Promise<void> => {
    try {
      if (!(await loadMe())) location.replace(`/${roomHere()}/sign-in`);
    } catch (error) {
      setProblem(error);
    }
  };
  onMount(() => void enter());
  const choose = async (organisationId: string): Promise<void> => {
    setProblem(undefined);
    try {
      await actFor(organisationId);
      location.assign(safeBack(params.back, homeOf(me())));
    } catch (error) {
      setProblem(error);
    }
  };
  return (
    <DoorFrame title={t("identity.choose.title")}>
      <p>{t("identity.choose.lead")}</p>
      <ul class="door-roles">
        <For each={me()?.organisations ?? []}>
          {(organisation) => (
            <li>
              <button type="button" class="door-role" onClick={() => void choose(organisation.id)}>
                <b>{organisation.name}</b>
                <span class="quiet-text">
                  {organisation.roles.map((role) => t(`identity.role.${role}`)).join(", ")}
                </span>
              </button>
            </li>
          )}
        </For>
      </ul>
      <Show when={problem() !== undefined}>
        <Notice tone="problem" isAlert>
          {describeRefusal(problem())}
        </Notice>
      </Show>
    </DoorFrame>
  );
}
