// A person's views in the navigation, with their numbers and keys: Alt and a digit opens a pinned one.
import { viewsOfNavigation } from "../../../backend/reporting/views/model.ts";
import { useLocation, useNavigate } from "@solidjs/router";
import { For, type JSX, onMount, Show } from "solid-js";
import { useWords } from "../../platform/words.ts";
import { offerActs } from "../../shell/keys.ts";
import { NavigationItem } from "../../shell/navigation-items.tsx";
import { can } from "../../shell/session.ts";
import { isChoosingSectors, setChoosingSectors } from "./own-desk.ts";
import { SectorsDialog } from "./sectors-dialog.tsx";
import { hrefOfView, nameOfView, refreshViews, sayCount, views } from "./views-store.ts";

export function OwnViews(): JSX.Element {
  const t = useWords();
  const location = useLocation();
  const navigate = useNavigate();
  onMount(() => refreshViews(0));
  const saved = () => new URLSearchParams(location.search).get("saved");
  const keyOf = (slot: number | null) => (slot === null ? undefined : `Alt ${slot}`);
  offerActs(() => [
    {
      id: "own_sectors",
      label: () => t("desk-more.sectors.title"),
      group: () => t("views.title"),
      run: () => setChoosingSectors(true),
    },
    ...views().map((view) => ({
      id: `view-${view.id}`,
      label: () => t("views.keys.page_of", { group: t("views.title"), page: nameOfView(view) }),
      group: () => t("views.title"),
      ...(view.slot === null ? {} : { keys: [`alt+Digit${view.slot}`] }),
      run: () => navigate(hrefOfView(view)),
    })),
  ]);
  return (
    <Show when={can("report.read") && views().length > 0}>
      <Show when={isChoosingSectors()}>
        <SectorsDialog onClose={() => setChoosingSectors(false)} />
      </Show>
      <h2 class="nav-heading">{t("views.title")}</h2>
      <ul>
        <For each={views().filter((view) => !viewsOfNavigation.has(view.id))}>
          {(view) => (
            <NavigationItem
              href={hrefOfView(view)}
              label={nameOfView(view)}
              isCurrent={saved() === view.id}
              count={sayCount(view.count)}
              hint={
                [
                  keyOf(view.slot),
                  view.isMine || view.ownerName === null ? undefined : t("views.shared_by", { name: view.ownerName }),
                ]
                  .filter((part) => part !== undefined)
                  .join(" · ") || undefined
              }
            />
          )}
        </For>
      </ul>
    </Show>
  );
}
