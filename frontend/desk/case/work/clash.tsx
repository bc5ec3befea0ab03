// Somebody else saved meanwhile: what was written here and what is stored now stand side by side, and one of them is chosen. Its words are those of the room casework.
import { For, type JSX, Show } from "solid-js";
import { Button } from "../../../parts/button/button.tsx";
import { Notice } from "../../../parts/notice/notice.tsx";
import { useWords } from "../../../platform/words.ts";
import "./casework.css";

/** One field of what was written here and of what is stored now. */
export interface Compared {
  label: string;
  mine: string;
  theirs: string;
}

export function Clash(props: {
  fields: Compared[];
  isBusy: boolean;
  onMine: () => void;
  onTheirs: () => void;
}): JSX.Element {
  const t = useWords();
  const different = () => props.fields.filter(({ mine, theirs }) => mine !== theirs);
  return (
    <div class="clash">
      <Notice tone="mind" isAlert>
        <b>{t("casework.conflict.title")}</b> {t("casework.conflict.hint")}
      </Notice>
      <Show when={different().length > 0} fallback={<p>{t("casework.conflict.same")}</p>}>
        <div class="work-scroll" tabindex="0" role="group" aria-label={t("casework.conflict.title")}>
          <table class="work-table">
            <thead>
              <tr>
                <th scope="col">{t("casework.conflict.field")}</th>
                <th scope="col">{t("casework.conflict.mine")}</th>
                <th scope="col">{t("casework.conflict.theirs")}</th>
              </tr>
            </thead>
            <tbody>
              <For each={different()}>
                {(field) => (
                  <tr>
                    <th scope="row">{field.label}</th>
                    <td class="pre-text" dir="auto">
                      {field.mine || "—"}
                    </td>
                    <td class="pre-text" dir="auto">
                      {field.theirs || "—"}
                    </td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </div>
      </Show>
      <div class="dialog-buttons">
        <Button look="main" isBusy={props.isBusy} disabled={props.isBusy} onClick={() => props.onMine()}>
          {t("casework.conflict.keep_mine")}
        </Button>
        <Button look="quiet" onClick={() => props.onTheirs()}>
          {t("casework.conflict.keep_theirs")}
        </Button>
      </div>
    </div>
  );
}
