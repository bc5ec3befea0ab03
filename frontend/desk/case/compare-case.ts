// A change of a case that was overtaken: its fields as they were written here, beside what is stored now.
import type { CasePage } from "../../../backend/reporting/model.ts";
import { useWords } from "../../platform/words.ts";
import { directory } from "../data/directory.ts";
import type { CaseChange } from "./edit-case-dialog.tsx";
import type { Compared } from "./work/clash.tsx";

/** In words; only what was to be changed. */
export function compareCase(mine: CaseChange, stored: CasePage): Compared[] {
  const t = useWords();
  const owner = (id: string | null): string =>
    id === null ? t("desk.case.no_owner") : (directory().people.find((one) => one.id === id)?.name ?? "—");
  return [
    ...(mine.title === undefined ? [] : [{ label: t("desk.edit_case.title"), mine: mine.title, theirs: stored.title }]),
    ...(mine.severity === undefined
      ? []
      : [
          {
            label: t("desk.assessment.severity"),
            mine: t(`common.severity.${mine.severity}`),
            theirs: t(`common.severity.${stored.severity}`),
          },
        ]),
    ...(mine.status === undefined
      ? []
      : [
          {
            label: t("casework.conflict.status"),
            mine: t(`desk.case.status.${mine.status}`),
            theirs: t(`desk.case.status.${stored.status}`),
          },
        ]),
    ...(mine.ownerId === undefined
      ? []
      : [
          {
            label: t("casework.conflict.owner"),
            mine: owner(mine.ownerId),
            theirs: stored.owner?.name ?? t("desk.case.no_owner"),
          },
        ]),
  ];
}
