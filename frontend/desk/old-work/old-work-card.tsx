// On a case that came from old work: its old numbers, and the mails and comments that came with them.
import { createEffect, createSignal, For, type JSX, on, Show } from "solid-js";
import type { OldOfCase } from "../../../backend/cases/old-work/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { hasWords, loadRoom, useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { fetchFile } from "../log/fetch-file.ts";

export function OldWorkCard(props: { caseId: string }): JSX.Element {
  const t = useWords();
  void loadRoom("old-work");
  const [old, setOld] = createSignal<OldOfCase>();
  const load = async (caseId: string): Promise<void> => {
    try {
      const read = await apiGet<OldOfCase>(`/api/v1/desk/cases/${caseId}/old-work`);
      if (caseId === props.caseId) setOld(read);
    } catch {
      // The case's own page says what is wrong.
      setOld(undefined);
    }
  };
  createEffect(
    on(
      () => props.caseId,
      (caseId) => void load(caseId),
    ),
  );
  const fetchMail = async (id: string): Promise<void> => {
    try {
      await fetchFile(`/api/v1/desk/old-messages/${id}/mail`, {}, "mail.eml");
    } catch (error) {
      tellProblem(error);
    }
  };
  return (
    <Show when={hasWords("old-work.card") && (old()?.numbers.length || old()?.messages.length || 0) > 0 && old()} keyed>
      {(of) => (
        <Card title={t("old-work.card")} count={of.messages.length || undefined}>
          <p>
            <For each={of.numbers}>
              {(one) => (
                <>
                  <Tag>{t("old-work.card_from", { system: one.system, number: one.number })}</Tag>{" "}
                </>
              )}
            </For>
            <Show when={of.importedAt} keyed>
              {(at) => (
                <span class="quiet-text small-text">{t("old-work.card_since", { when: formatInstant(at) })}</span>
              )}
            </Show>
          </p>
          <ul class="side-list">
            <For each={of.messages}>
              {(one) => (
                <li>
                  <details>
                    <summary>
                      {t(`old-work.message_kind.${one.kind}`)} · <span dir="auto">{one.sender}</span>{" "}
                      <span class="quiet-text small-text">{one.at === null ? "" : formatInstant(one.at)}</span>
                    </summary>
                    <p class="pre-text" dir="auto">
                      {one.body}
                    </p>
                    <Show when={one.hasRaw}>
                      <Button isSmall look="quiet" onClick={() => void fetchMail(one.id)}>
                        {t("old-work.fetch_mail")}
                      </Button>
                    </Show>
                  </details>
                </li>
              )}
            </For>
          </ul>
        </Card>
      )}
    </Show>
  );
}
