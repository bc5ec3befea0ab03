// That an organisation is no more: since when, why, what ended with it, who goes on for it, and the way back; and for whom it goes on itself.
import { A } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import { type EndingAnswer, endingStepUp } from "../../../backend/registry/endings/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { SureDialog } from "../../shell/confirm/sure-dialog.tsx";
import { can } from "../../shell/session.ts";

export function EndingNotice(props: { answer: EndingAnswer; onUndone: () => void }): JSX.Element {
  const t = useWords();
  const [undoing, setUndoing] = createSignal<string>();
  const counts = (): string =>
    Object.entries(props.answer.ending?.ended ?? {})
      .map(([table, count]) => t(`register.ending.table.${table}`, { count }))
      .join(", ");
  return (
    <>
      <Show when={props.answer.ending}>
        {(ending) => (
          <Notice tone="mind">
            <div class="ending">
              <p>
                <strong>{t("register.ending.notice", { day: ending().endedOn })}</strong>{" "}
                <span dir="auto">{ending().reason}</span>
              </p>
              <Show when={ending().successor ?? ending().mergedInto}>
                {(other) => (
                  <p>
                    {t(ending().mergedInto ? "register.ending.merged" : "register.ending.went_on")}{" "}
                    <A href={`/directory/${other().id}`}>{other().name}</A>
                  </p>
                )}
              </Show>
              <Show when={counts()}>
                <p class="quiet-text">{t("register.ending.counts", { counts: counts() })}</p>
              </Show>
              <Show when={ending().recordedAt}>
                {(at) => (
                  <p class="quiet-text small-text">
                    {t("register.ending.notice_by", { name: ending().by ?? "—", time: formatInstant(at()) })}
                  </p>
                )}
              </Show>
              <Show when={can("registry.change") && ending().id}>
                {(id) => (
                  <Button
                    isSmall
                    onClick={() => {
                      setUndoing(id());
                    }}
                  >
                    {t("register.ending.undo")}
                  </Button>
                )}
              </Show>
            </div>
          </Notice>
        )}
      </Show>
      <For each={props.answer.succeeds}>
        {(one) => (
          <p class="quiet-text">
            <A href={`/directory/${one.id}`}>{t("register.ending.succeeds", { name: one.name, day: one.endedOn })}</A>
          </p>
        )}
      </For>
      <Show when={undoing()} keyed>
        {(id) => (
          <SureDialog
            title={t("register.ending.undo")}
            text={t("register.ending.undo_sure")}
            act={t("register.ending.undo")}
            binding={endingStepUp.undo(id)}
            onClose={() => setUndoing(undefined)}
            run={async () => {
              await apiPost(`/api/v1/registry/endings/${id}/undo`);
              showToast({ text: t("register.ending.undone") });
              props.onUndone();
            }}
          />
        )}
      </Show>
    </>
  );
}
