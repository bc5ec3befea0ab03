// Each kind of dialog as it stands open: a question, a wide one, a form that sends, one that is refused, one on its way, one that somebody overtook, and "do you really?"; and the palette.
import { createSignal, For, type JSX, Match, Switch } from "solid-js";
import { Button } from "../../parts/button/button.tsx";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { SelectField, TextArea, TextField, Tick } from "../../parts/field/field.tsx";
import { useWords } from "../../platform/words.ts";
import { SureDialog } from "../../shell/confirm/sure-dialog.tsx";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { FormDialog } from "../../shell/forms/form-dialog.tsx";
import type { Sending } from "../../shell/forms/send-form.ts";
import { offerActs } from "../../shell/keys.ts";
import { Palette } from "../../shell/palette.tsx";

const kinds = ["dialog", "wide", "act", "form", "refused", "overtaken", "busy", "sure", "palette"] as const;
type Kind = (typeof kinds)[number];
/** Those that have words elsewhere. */
const words: Partial<Record<Kind, string>> = {
  dialog: "desk.parts.dialog",
  wide: "parts.wide_dialog",
  palette: "desk.palette.title",
};

export function DialogStates(): JSX.Element {
  const t = useWords();
  const [open, setOpen] = createSignal<Kind>();
  const close = (): void => {
    setOpen(undefined);
  };
  const is = (kind: Kind) => open() === kind;
  const sample = () => t("parts.sentence");
  /** A form as it stands after sending, without a server. */
  const standing = (state: Partial<Record<"isBusy" | "isOvertaken", boolean>> = {}): Sending => ({
    isBusy: () => state.isBusy ?? false,
    isOvertaken: () => state.isOvertaken ?? false,
    problem: () => (is("refused") ? sample() : undefined),
    lead: () => (is("refused") ? sample() : undefined),
    refused: () => [],
    errorOf: () => undefined,
    run: async () => close(),
  });
  offerActs(() =>
    ["open_case", "reject", "snooze"].map((name, index) => ({
      id: name,
      label: () => t(`desk.act.${name}`),
      group: () => t("desk.keys.report"),
      keys: [`Digit${index + 1}`],
      run: close,
    })),
  );
  const done = async (): Promise<void> => close();
  const fields = () => (
    <>
      <TextField
        label={t("desk.edit_case.title")}
        value={sample()}
        error={is("refused") ? t("desk.edit_case.empty") : undefined}
      />
      <SelectField
        label={t("desk.assessment.severity")}
        value="high"
        options={[{ value: "high", label: t("common.severity.high") }]}
      />
      <Tick label={t("desk.keys.switch")} checked onChange={() => {}} />
    </>
  );
  return (
    <div class="parts-row">
      <For each={kinds}>
        {(kind) => (
          <Button data-opens={kind} onClick={() => setOpen(kind)}>
            {t(words[kind] ?? `parts.dialog.${kind}`)}
          </Button>
        )}
      </For>
      <Dialog
        isOpen={is("dialog") || is("wide")}
        isWide={is("wide")}
        onClose={close}
        title={t("desk.reason.reject.title")}
        description={t("desk.reason.reject.hint")}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            close();
          }}
        >
          <TextArea label={t("desk.reason.label")} value="" />
          <DialogButtons act={t("desk.reason.reject.act")} onCancel={close} />
        </form>
      </Dialog>
      <Palette isOpen={is("palette")} onClose={close} />
      <Switch>
        <Match when={is("act")}>
          <ActDialog
            title={t("desk.act.edit_case")}
            description={sample()}
            act={t("desk.act.open_case")}
            send={done}
            onDone={close}
            onClose={close}
          >
            {fields()}
          </ActDialog>
        </Match>
        <Match when={is("form") || is("refused")}>
          <FormDialog title={t("desk.act.edit_case")} sending={standing()} onSubmit={done} onClose={close}>
            {fields()}
          </FormDialog>
        </Match>
        <Match when={is("overtaken")}>
          <FormDialog
            title={t("desk.act.edit_case")}
            sending={standing({ isOvertaken: true })}
            onSubmit={done}
            onClose={close}
          >
            {fields()}
          </FormDialog>
        </Match>
        <Match when={is("busy")}>
          <FormDialog
            title={t("desk.act.edit_case")}
            sending={standing({ isBusy: true })}
            onSubmit={done}
            onClose={close}
          >
            {fields()}
          </FormDialog>
        </Match>
        <Match when={is("sure")}>
          <SureDialog
            title={t("desk.reason.reject.title")}
            text={sample()}
            act={t("desk.reason.reject.act")}
            onClose={close}
            run={done}
          />
        </Match>
      </Switch>
    </div>
  );
}
