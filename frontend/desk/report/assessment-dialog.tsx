// Changes class, type, severity and constituents concerned; a reason is asked, and what was computed stays.
import { createEffect, createSignal, For, type JSX, on, Show } from "solid-js";
import type { PersonRef, ReportPage } from "../../../backend/reporting/model.ts";
import { levels } from "../../../backend/triage/model.ts";
import { rsit, rsitClasses } from "../../../backend/triage/rsit/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { SelectField, TextArea, TextField, Tick } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";

export function AssessmentDialog(props: {
  isOpen: boolean;
  page: ReportPage;
  onClose: () => void;
  onChanged: () => void;
}): JSX.Element {
  const t = useWords();
  const [pair, setPair] = createSignal("other/undetermined");
  const [severity, setSeverity] = createSignal("medium");
  const [concerned, setConcerned] = createSignal<PersonRef[]>([]);
  const [dropped, setDropped] = createSignal<ReadonlySet<string>>(new Set());
  const [text, setText] = createSignal("");
  const [found, setFound] = createSignal<PersonRef[]>([]);
  const [reason, setReason] = createSignal("");
  const [error, setError] = createSignal<string>();
  const [problem, setProblem] = createSignal<string>();
  const [isBusy, setBusy] = createSignal(false);
  createEffect(
    on(
      () => props.isOpen,
      (isOpen) => {
        if (!isOpen) return;
        const one = props.page.assessments[0];
        setPair(one ? `${one.rsitClass}/${one.rsitType}` : "other/undetermined");
        setSeverity(one?.severity ?? "medium");
        setConcerned(
          (one?.constituents ?? []).flatMap((c) => (c.constituentId ? [{ id: c.constituentId, name: c.name }] : [])),
        );
        setDropped(new Set<string>());
        setText("");
        setFound([]);
        setReason("");
        setError(undefined);
        setProblem(undefined);
      },
    ),
  );
  const find = async (): Promise<void> => {
    if (text().trim().length < 2) return;
    try {
      setFound((await apiGet<{ rows: PersonRef[] }>("/api/v1/desk/constituents", { text: text().trim() })).rows);
    } catch (failure) {
      setProblem(describeProblem(failure));
    }
  };
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (reason().trim().length < 3) {
      setError(t("desk.reason.too_short"));
      return;
    }
    const [rsitClass = "", rsitType = ""] = pair().split("/");
    setBusy(true);
    try {
      await apiPost(`/api/v1/desk/reports/${props.page.id}/assessment`, {
        rsitClass,
        rsitType,
        severity: severity(),
        constituentIds: concerned()
          .map((one) => one.id)
          .filter((id) => !dropped().has(id)),
        reason: reason().trim(),
        version: props.page.version,
      });
      props.onChanged();
    } catch (failure) {
      setProblem(describeProblem(failure));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      isOpen={props.isOpen}
      onClose={() => props.onClose()}
      title={t("desk.assessment.change_title")}
      description={t("desk.assessment.change_hint")}
      isWide
    >
      <form onSubmit={(event) => void submit(event)}>
        <Show when={problem()}>
          <Notice tone="problem" isAlert>
            {problem()}
          </Notice>
        </Show>
        <SelectField
          label={t("desk.assessment.type")}
          value={pair()}
          options={rsitClasses.flatMap((name) =>
            rsit[name].map((type) => ({
              value: `${name}/${type}`,
              label: t(`desk.rsit.type.${type}`),
              group: t(`desk.rsit.class.${name}`),
            })),
          )}
          onChange={(event) => setPair(event.currentTarget.value)}
        />
        <SelectField
          label={t("desk.assessment.severity")}
          value={severity()}
          options={levels.map((value) => ({ value, label: t(`common.severity.${value}`) }))}
          onChange={(event) => setSeverity(event.currentTarget.value)}
        />
        <fieldset class="plain-fieldset">
          <legend class="field-label">{t("desk.concerned.title")}</legend>
          <For each={concerned()}>
            {(one) => (
              <Tick
                label={one.name}
                checked={!dropped().has(one.id)}
                onChange={(isOn) =>
                  setDropped((all) => new Set(isOn ? [...all].filter((id) => id !== one.id) : [...all, one.id]))
                }
              />
            )}
          </For>
          <TextField
            label={t("desk.concerned.find")}
            value={text()}
            onInput={(event) => {
              setText(event.currentTarget.value);
              void find();
            }}
            onKeyDown={(event) => {
              if (event.code === "Enter") event.preventDefault();
            }}
          />
          <div class="usual-reasons">
            <For
              each={found()
                .filter((one) => !concerned().some((known) => known.id === one.id))
                .slice(0, 8)}
            >
              {(one) => (
                <Button isSmall onClick={() => setConcerned((all) => [...all, one])}>
                  + {one.name}
                </Button>
              )}
            </For>
          </div>
        </fieldset>
        <TextArea
          label={t("desk.reason.label")}
          value={reason()}
          error={error()}
          maxLength={2000}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
        <DialogButtons act={t("desk.assessment.save")} isBusy={isBusy()} onCancel={() => props.onClose()} />
      </form>
    </Dialog>
  );
}
