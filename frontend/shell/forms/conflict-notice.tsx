// Somebody changed the same thing meanwhile, perhaps the same person in another tab: both stay to be seen, the own text in the form, the other's on a page beside.
import type { JSX } from "solid-js";
import { Notice } from "../../parts/notice/notice.tsx";
import { useWords } from "../../platform/words.ts";

export function ConflictNotice(): JSX.Element {
  const t = useWords();
  return (
    <Notice tone="problem" isAlert>
      <span>
        <b>{t("forms.conflict.title")}</b> {t("forms.conflict.text")}
      </span>
      <a class="button" data-small="" href={location.href} target="_blank" rel="noreferrer">
        {t("forms.conflict.look")}
      </a>
    </Notice>
  );
}
