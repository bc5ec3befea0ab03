// What stands over the page: dialogs, menus, words that pass. Each opens from its button.
import type { JSX } from "solid-js";
import { Button } from "../../parts/button/button.tsx";
import { Menu } from "../../parts/menu/menu.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { useWords } from "../../platform/words.ts";
import { DialogStates } from "./dialog-states.tsx";

export function OverStates(): JSX.Element {
  const t = useWords();
  const sample = () => t("parts.sentence");
  const nothing = (): void => {};
  return (
    <>
      <DialogStates />
      <div class="parts-row">
        <Menu
          look="plain"
          label={t("desk.report.more")}
          items={(["critical", "high", "medium"] as const).map((one, index) => ({
            label: t(`common.severity.${one}`),
            isOn: index === 0,
            hint: "S",
            ...(index === 1 ? { under: t("desk.parts.tags") } : {}),
            run: nothing,
          }))}
        />
        <Menu isChosen label={t("parts.chosen")} items={[{ label: sample(), run: nothing }]} />
        <Button data-opens="toast" onClick={() => showToast({ text: sample(), undo: nothing })}>
          {t("desk.parts.toast")}
        </Button>
        <Button
          data-opens="toast-onward"
          onClick={() =>
            showToast({ text: t("parts.long"), onward: { label: t("desk.done.go_to_case"), run: nothing } })
          }
        >
          {t("parts.onward_toast")}
        </Button>
        <Button
          data-opens="toast-held"
          onClick={() => showToast({ text: sample(), undo: nothing, whenOver: nothing, leftMs: 15_000 })}
        >
          {t("parts.held_toast")}
        </Button>
        <Button data-opens="toast-problem" onClick={() => showToast({ text: sample(), tone: "problem" })}>
          {t("desk.parts.problem_toast")}
        </Button>
      </div>
    </>
  );
}
