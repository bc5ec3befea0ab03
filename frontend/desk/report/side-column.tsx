// The column beside a report or a case; who needs the width folds it away, and this device remembers that. What was typed in it stays.
import { createSignal, createUniqueId, type JSX } from "solid-js";
import { Button } from "../../parts/button/button.tsx";
import { useWords } from "../../platform/words.ts";
import { keyName, offerActs } from "../../shell/keys.ts";

const storageKey = "toguna.side-folded";
const keys = ["KeyW"];
const [isFolded, setFolded] = createSignal(readFolded());

/** @param props.group the heading of its key among the keys of the page. */
export function SideColumn(props: { group: string; children: JSX.Element }): JSX.Element {
  const t = useWords();
  const id = createUniqueId();
  const label = () => t(isFolded() ? "desk.side.show" : "desk.side.fold");
  offerActs(() => [{ id: "fold_side", label, group: () => props.group, keys, run: toggle }]);
  return (
    <div class="report-side" data-folded={isFolded() ? "" : undefined}>
      <Button
        isSmall
        look="quiet"
        class="side-fold"
        aria-expanded={!isFolded()}
        aria-controls={id}
        hint={keyName(keys)}
        onClick={toggle}
      >
        {label()}
      </Button>
      <div class="report-side-cards" id={id} hidden={isFolded()}>
        {props.children}
      </div>
    </div>
  );
}

function toggle(): void {
  setFolded(!isFolded());
  try {
    localStorage.setItem(storageKey, isFolded() ? "1" : "0");
  } catch {
    // Storage is refused in some private windows; the choice then lasts as long as the page.
  }
}

function readFolded(): boolean {
  try {
    return localStorage.getItem(storageKey) === "1";
  } catch {
    return false;
  }
}
