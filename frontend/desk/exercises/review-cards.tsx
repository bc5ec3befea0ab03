// The review after an exercise as a form, and the improvements that came of it.
import { createSignal, For, type JSX, Show } from "solid-js";
import type { ExerciseView } from "../../../backend/coordination/exercises/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField, TextArea, TextField, Tick } from "../../parts/field/field.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost, apiPut } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { Said } from "../../parts/moment/moment.tsx";
import { loadRoom, useWords } from "../../platform/words.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { createPersonOptions } from "../case/work/person-options.ts";
import { fromField, toField } from "../case/work/times.ts";

const texts = [
  ["participants", "participants"],
  ["wentWell", "went_well"],
  ["wentBadly", "went_badly"],
  ["conclusion", "conclusion"],
] as const;

export function ReviewCards(props: { one: ExerciseView; onChanged: () => void }): JSX.Element {
  const t = useWords();
  void loadRoom("casework");
  const [open, setOpen] = createSignal<"review" | "improvement">();
  return (
    <>
      <Card
        title={t("exercises.review")}
        aside={
          <Show when={props.one.can.review}>
            <Button isSmall onClick={() => setOpen("review")}>
              {t("exercises.review.write")}
            </Button>
          </Show>
        }
      >
        <Show when={props.one.review} fallback={<p class="quiet-text">{t("exercises.review.none")}</p>}>
          {(review) => (
            <>
              <Show when={review().finishedAt} keyed>
                {(at) => <Tag tone="low">{t("exercises.review.finished", { when: formatInstant(at) })}</Tag>}
              </Show>
              <For each={texts}>
                {([key, word]) => (
                  <Show when={review()[key] !== ""}>
                    <p class="small-text quiet-text">{t(`exercises.review.${word}`)}</p>
                    <p class="pre-text" dir="auto">
                      {review()[key]}
                    </p>
                  </Show>
                )}
              </For>
            </>
          )}
        </Show>
      </Card>
      <Card
        title={t("exercises.improvements")}
        count={props.one.improvements.length}
        aside={
          <Show when={props.one.can.review}>
            <Button isSmall onClick={() => setOpen("improvement")}>
              {t("exercises.improvements.add")}
            </Button>
          </Show>
        }
      >
        <ul class="exercise-rows">
          <For each={props.one.improvements} fallback={<li class="quiet-text">{t("exercises.improvements.none")}</li>}>
            {(one) => (
              <li>
                <div>
                  <b dir="auto">{one.title}</b>
                  <p class="quiet-text small-text">
                    <Said>
                      {(moment) =>
                        t("exercises.improvements.due_on", { name: one.owner.name, when: moment(one.dueAt) })
                      }
                    </Said>
                  </p>
                </div>
                <Tag>{t(`exercises.improvements.${one.state}`)}</Tag>
              </li>
            )}
          </For>
        </ul>
        <p class="quiet-text small-text">{t("exercises.improvements.followed")}</p>
      </Card>
      <Show when={open() === "review"}>
        <ReviewDialog one={props.one} onClose={() => setOpen(undefined)} onDone={() => props.onChanged()} />
      </Show>
      <Show when={open() === "improvement"}>
        <ImprovementDialog one={props.one} onClose={() => setOpen(undefined)} onDone={() => props.onChanged()} />
      </Show>
    </>
  );
}

function ReviewDialog(props: { one: ExerciseView; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const { id } = props.one;
  const before = props.one.review;
  const [held, setHeld] = createSignal(toField(before?.heldAt ?? new Date().toISOString()).slice(0, 16));
  const [form, setForm] = createSignal({
    participants: before?.participants ?? props.one.people.map(({ person }) => person.name).join(", "),
    wentWell: before?.wentWell ?? "",
    wentBadly: before?.wentBadly ?? "",
    conclusion: before?.conclusion ?? "",
  });
  const [isWithout, setWithout] = createSignal(before?.isWithoutImprovements ?? false);
  const [isFinished, setFinished] = createSignal(before !== null && before.finishedAt !== null);
  const send = async (): Promise<void> => {
    await apiPut(`/api/v1/exercises/${id}/review`, {
      version: before?.version ?? 0,
      heldAt: fromField(held()),
      ...form(),
      isWithoutImprovements: isWithout(),
      isFinished: isFinished(),
    });
    showToast({ text: t("exercises.review.saved") });
  };
  return (
    <ActDialog
      title={t("exercises.review")}
      act={t("exercises.review.save")}
      send={send}
      onClose={() => props.onClose()}
      onDone={() => props.onDone()}
    >
      <div class="exercise-form">
        <TextField
          name="heldAt"
          type="datetime-local"
          label={t("exercises.review.held_at")}
          value={held()}
          onInput={(event) => setHeld(event.currentTarget.value)}
        />
        <For each={texts}>
          {([key, word]) => (
            <TextArea
              name={key}
              label={t(`exercises.review.${word}`)}
              rows={key === "participants" ? 1 : 3}
              value={form()[key]}
              onInput={(event) => {
                const { value } = event.currentTarget;
                setForm((all) => ({ ...all, [key]: value }));
              }}
            />
          )}
        </For>
        <Tick label={t("exercises.review.without")} checked={isWithout()} onChange={setWithout} />
        <Tick label={t("exercises.review.is_finished")} checked={isFinished()} onChange={setFinished} />
      </div>
    </ActDialog>
  );
}

function ImprovementDialog(props: { one: ExerciseView; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const { id } = props.one;
  const people = createPersonOptions(() => null);
  const [title, setTitle] = createSignal("");
  const [ownerId, setOwner] = createSignal("");
  const [due, setDue] = createSignal("");
  return (
    <ActDialog
      title={t("exercises.improvements.add")}
      act={t("exercises.review.save")}
      send={async () =>
        await apiPost(`/api/v1/exercises/${id}/improvements`, {
          title: title(),
          ownerId: ownerId(),
          dueAt: fromField(due()) ?? "",
        })
      }
      onClose={() => props.onClose()}
      onDone={() => props.onDone()}
    >
      <div class="exercise-form">
        <TextField
          name="title"
          label={t("exercises.improvements.title")}
          value={title()}
          maxLength={300}
          onInput={(event) => setTitle(event.currentTarget.value)}
        />
        <SelectField
          name="ownerId"
          label={t("exercises.improvements.owner")}
          value={ownerId()}
          options={people.options()}
          onChange={(event) => setOwner(event.currentTarget.value)}
        />
        <TextField
          name="dueAt"
          type="datetime-local"
          label={t("exercises.improvements.due")}
          value={due()}
          onInput={(event) => setDue(event.currentTarget.value)}
        />
      </div>
    </ActDialog>
  );
}
