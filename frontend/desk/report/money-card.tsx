// A report's money: whom the reporter lets us tell, the prepared request to stop it, and what was asked and answered.
import { createSignal, For, type JSX, Show, Suspense } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import {
  type FreezeAnswer,
  freezeAnswers,
  type FreezeRequestView,
  type FreezeView,
} from "../../../backend/coordination/freeze/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField, TextArea } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet, apiPost, apiPostForFile } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { loadRoom, useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { FreezeDialog } from "./freeze-dialog.tsx";
import "../../shell/areas/areas.css";

export function MoneyCard(props: { reportId: string; version: number }): JSX.Element {
  const t = useWords();
  void loadRoom("areas", "partners");
  const [view, { refetch }] = createResource(
    () => ({ id: props.reportId, version: props.version }),
    async ({ id }) => await apiGet<FreezeView>(`/api/v1/desk/reports/${id}/freeze`),
  );
  const [isOpen, setOpen] = createSignal(false);
  const known = () => (view.error ? undefined : view.latest);
  const partners = () => {
    const bodies: readonly string[] = known()?.consent?.bodies ?? [];
    return (known()?.partners ?? []).filter(({ kind }) => bodies.includes(kind));
  };
  return (
    // What it asks for holds up nobody: the report is painted meanwhile.
    <Suspense>
      <Show when={known()?.consent || (known()?.requests.length ?? 0) > 0}>
        <Card title={t("partners.card.title")}>
          <Show when={known()?.consent}>
            {(consent) => (
              <p>
                {t("partners.card.consent", {
                  bodies: consent()
                    .bodies.map((body) => t(`partners.kind.${body}`))
                    .join(", "),
                  at: formatInstant(consent().givenAt),
                  version: consent().textVersion,
                })}
              </p>
            )}
          </Show>
          <Show when={known()?.heldBack}>
            {(why) => <Notice tone="mind">{t("partners.card.held_back", { why: t(why()) })}</Notice>}
          </Show>
          <Show when={known()?.isExercise}>
            <Notice tone="mind">{t("partners.refusal.exercise")}</Notice>
          </Show>
          <Show when={known()?.canRelease && known()?.consent && !known()?.heldBack && !known()?.isExercise}>
            <Show when={partners().length > 0} fallback={<p class="quiet-text">{t("partners.card.no_desk")}</p>}>
              <p>
                <Button look="main" onClick={() => setOpen(true)}>
                  {t("partners.card.prepare")}
                </Button>
              </p>
            </Show>
          </Show>
          <ul class="entry-list">
            <For each={known()?.requests}>
              {(request) => <Asked request={request} onChanged={() => void refetch()} />}
            </For>
          </ul>
          <Show when={isOpen() && known()}>
            {(ready) => (
              <FreezeDialog
                reportId={props.reportId}
                view={ready()}
                partners={partners()}
                onClose={() => setOpen(false)}
                onDone={() => {
                  setOpen(false);
                  void refetch();
                }}
              />
            )}
          </Show>
        </Card>
      </Show>
    </Suspense>
  );
}

function Asked(props: { request: FreezeRequestView; onChanged: () => void }): JSX.Element {
  const t = useWords();
  const [isAnswering, setAnswering] = createSignal(false);
  const [answer, setAnswer] = createSignal<FreezeAnswer>("frozen");
  const [note, setNote] = createSignal("");
  const isOpen = () => props.request.answer === null || props.request.answer === "need_more";
  const isLate = () => props.request.answer === null && Date.parse(props.request.dueAt) < Date.now();
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    try {
      await apiPost(`/api/v1/desk/freeze-requests/${props.request.id}/answer`, {
        answer: answer(),
        ...(note().trim() === "" ? {} : { note: note() }),
      });
      setAnswering(false);
      props.onChanged();
    } catch (error) {
      tellProblem(error);
    }
  };
  const print = async (): Promise<void> => {
    try {
      const { blob } = await apiPostForFile(`/api/v1/desk/freeze-requests/${props.request.id}/document`, {});
      const link = Object.assign(document.createElement("a"), {
        href: URL.createObjectURL(blob),
        download: `${props.request.reference}.pdf`,
      });
      link.click();
      URL.revokeObjectURL(link.href);
    } catch (error) {
      tellProblem(error);
    }
  };
  return (
    <li>
      <p>
        <b>{props.request.partnerName}</b> <span class="quiet-text">{props.request.reference}</span>{" "}
        <Show
          when={props.request.answer}
          fallback={
            <Tag tone={isLate() ? "high" : "medium"}>{t(isLate() ? "partners.card.late" : "partners.card.waits")}</Tag>
          }
        >
          {(said) => <Tag tone={said() === "frozen" ? "low" : "plain"}>{t(`partners.answer.${said()}`)}</Tag>}
        </Show>
      </p>
      <p class="quiet-text small-text">
        {t("partners.card.released", {
          name: props.request.releasedBy?.name ?? "",
          at: formatInstant(props.request.releasedAt),
        })}{" "}
        <Show when={props.request.answerMinutes !== null}>
          {t("partners.card.answered_after", { minutes: props.request.answerMinutes ?? 0 })}
        </Show>
      </p>
      <Show when={props.request.answerNote}>{(said) => <p>{said()}</p>}</Show>
      <p>
        <Button isSmall onClick={() => void print()}>
          {t("partners.card.print")}
        </Button>{" "}
        <Show when={isOpen()}>
          <Button isSmall onClick={() => setAnswering(!isAnswering())}>
            {t("partners.card.enter")}
          </Button>
        </Show>
      </p>
      <Show when={isAnswering()}>
        <form class="area-form" onSubmit={(event) => void save(event)}>
          <SelectField
            label={t("partners.card.answer")}
            value={answer()}
            options={freezeAnswers.map((value) => ({ value, label: t(`partners.answer.${value}`) }))}
            onChange={(event) => setAnswer(event.currentTarget.value as FreezeAnswer)}
          />
          <TextArea
            label={t("partners.card.note")}
            rows={2}
            value={note()}
            onInput={(event) => setNote(event.currentTarget.value)}
          />
          <Button type="submit" isSmall look="main">
            {t("partners.card.save")}
          </Button>
        </form>
      </Show>
    </li>
  );
}
