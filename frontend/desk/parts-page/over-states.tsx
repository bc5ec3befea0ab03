// What stands over the page: dialogs, menus, words that pass. Each opens from its button.
import { createSignal, type JSX } from "solid-js";
import { Button } from "../../parts/button/button.tsx";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { TextArea } from "../../parts/field/field.tsx";
import { Menu } from "../../parts/menu/menu.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { useWords } from "../../platform/words.ts";

export function OverStates(): JSX.Element {
  const t = useWords();
  const [open, setOpen] = createSignal<"narrow" | "wide">();
  const close = (): void => {
    setOpen(undefined);
  };
  const sample = () => t("parts.sentence");
  return (
    <>
      <div class="parts-row">
        <Button onClick={() => setOpen("narrow")}>{t("desk.parts.dialog")}</Button>
        <Button onClick={() => setOpen("wide")}>{t("parts.wide_dialog")}</Button>
        <Menu
          look="plain"
          label={t("desk.report.more")}
          items={(["critical", "high", "medium"] as const).map((one, index) => ({
            label: t(`common.severity.${one}`),
            isOn: index === 0,
            hint: "S",
            run: () => {},
          }))}
        />
        <Menu isChosen label={t("parts.chosen")} items={[{ label: sample(), run: () => {} }]} />
        <Button onClick={() => showToast({ text: sample(), undo: () => {} })}>{t("desk.parts.toast")}</Button>
        <Button onClick={() => showToast({ text: sample(), tone: "problem" })}>{t("desk.parts.problem_toast")}</Button>
      </div>
      <Dialog
        isOpen={open() !== undefined}
        isWide={open() === "wide"}
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
    </>
  );
}
