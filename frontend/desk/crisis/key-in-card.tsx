// A slip that came back on paper is found by its number, held against the sheet, and keyed in with the time that stands on it.
import { createSignal, type JSX, Show } from "solid-js";
import type { SlipView } from "../../../backend/coordination/paper/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField, TextArea, TextField } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";

const nothing = { description: "", name: "", phone: "", email: "" };

export function KeyInCard(props: { onDone: () => void }): JSX.Element {
  const t = useWords();
  const [slip, setSlip] = createSignal("");
  const [found, setFound] = createSignal<SlipView>();
  const [writtenAt, setWrittenAt] = createSignal("");
  const [language, setLanguage] = createSignal("fr");
  const [typed, setTyped] = createSignal(nothing);
  const act = createConfirmedAct();
  const find = async (): Promise<void> =>
    void (await act.run(
      undefined,
      async () => void setFound(await apiPost<SlipView>("/api/v1/paper/slips/find", { slip: slip() })),
    ));
  const send = async (): Promise<void> => {
    const { onDone } = props;
    await act.run(undefined, async () => {
      const { description, ...contact } = typed();
      const given = Object.fromEntries(Object.entries(contact).filter(([, value]) => value.trim() !== ""));
      const at = writtenAt() === "" ? "" : new Date(writtenAt()).toISOString();
      const body = { slip: slip(), writtenAt: at, description, language: language(), ...given };
      const { reference } = await apiPost<{ reference: string }>("/api/v1/paper/slips", body);
      showToast({ text: t("crisis.paper.sent", { reference }) });
      setFound(undefined);
      setSlip("");
      setWrittenAt("");
      setTyped(nothing);
      onDone();
    });
  };
  const isOpen = () => {
    const one = found();
    return one !== undefined && !one.isKeyedIn && !one.isVoid;
  };
  return (
    <Card title={t("crisis.paper.key_in")}>
      <FieldsForm
        of={act}
        class="crisis-form"
        novalidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!act.isBusy()) void (isOpen() ? send() : find());
        }}
      >
        <TextField
          label={t("crisis.paper.slip")}
          name="slip"
          value={slip()}
          inputMode="numeric"
          onInput={(event) => {
            setSlip(event.currentTarget.value);
            setFound(undefined);
          }}
        />
        <Show when={found()}>
          {(one) => (
            <Notice tone={isOpen() ? "plain" : "problem"}>
              {t("crisis.paper.found", {
                position: one().position,
                count: one().count,
                range: one().rangeNumber,
                place: one().place,
              })}{" "}
              {one().isKeyedIn ? t("crisis.paper.used") : one().isVoid ? t("crisis.paper.is_void") : ""}
            </Notice>
          )}
        </Show>
        <Show when={isOpen()}>
          <TextField
            label={t("crisis.paper.written")}
            name="writtenAt"
            type="datetime-local"
            value={writtenAt()}
            onInput={(event) => setWrittenAt(event.currentTarget.value)}
          />
          <TextArea
            label={t("crisis.paper.text")}
            name="description"
            rows={6}
            value={typed().description}
            onInput={(event) => setTyped({ ...typed(), description: event.currentTarget.value })}
          />
          <SelectField
            label={t("crisis.paper.report_language")}
            name="language"
            value={language()}
            options={["fr", "en", "mn"].map((value) => ({ value, label: t(`common.language.${value}`) }))}
            onChange={(event) => setLanguage(event.currentTarget.value)}
          />
          <TextField
            label={t("crisis.paper.name")}
            name="name"
            value={typed().name}
            onInput={(event) => setTyped({ ...typed(), name: event.currentTarget.value })}
          />
          <TextField
            label={t("crisis.paper.phone")}
            name="phone"
            value={typed().phone}
            onInput={(event) => setTyped({ ...typed(), phone: event.currentTarget.value })}
          />
          <TextField
            label={t("crisis.paper.email")}
            name="email"
            value={typed().email}
            onInput={(event) => setTyped({ ...typed(), email: event.currentTarget.value })}
          />
        </Show>
        <div class="care-acts">
          <Button look="main" type="submit" isBusy={act.isBusy()}>
            {t(isOpen() ? "crisis.paper.send" : "crisis.paper.find")}
          </Button>
        </div>
      </FieldsForm>
    </Card>
  );
}
