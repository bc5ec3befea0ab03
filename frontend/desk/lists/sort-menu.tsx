// In which order a list stands: what matters first, the newest first, or the team's clock that ends first.
import type { JSX } from "solid-js";
import { listSorts } from "../../../backend/reporting/lists/model.ts";
import { Menu } from "../../parts/menu/menu.tsx";
import { useWords } from "../../platform/words.ts";

export function SortMenu(props: { sort: string | undefined; onSort: (sort: string | undefined) => void }): JSX.Element {
  const t = useWords();
  const current = () => listSorts.find((sort) => sort === props.sort) ?? "weight";
  return (
    <Menu
      name={t("views.sort.menu", { order: t(`views.sort.${current()}`) })}
      label={t(`views.sort.${current()}`)}
      isChosen={current() !== "weight"}
      items={listSorts.map((sort) => ({
        label: t(`views.sort.${sort}`),
        isOn: sort === current(),
        run: () => props.onSort(sort === "weight" ? undefined : sort),
      }))}
    />
  );
}
