// What can be done with the list as it stands: kept as a view, its changes kept, renamed, shared, put under a key, given up.
import { useNavigate, useSearchParams } from "@solidjs/router";
import { createSignal, type JSX, Show } from "solid-js";
import { type ListName, type ViewRow, viewsOfNavigation } from "../../../backend/reporting/views/model.ts";
import { TextField, Tick } from "../../parts/field/field.tsx";
import { Menu, type MenuItem } from "../../parts/menu/menu.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiDelete, apiPatch, apiPost, apiPut } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { FormDialog } from "../../shell/forms/form-dialog.tsx";
import { createSending } from "../../shell/forms/send-form.ts";
import { filtersOf, hrefOfView, isViewChanged, nameOfView, refreshViews, views } from "./views-store.ts";

const root = "/api/v1/desk/views";

export function ViewMenu(props: { list: ListName }): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  const [search] = useSearchParams<Record<string, string>>();
  const [dialog, setDialog] = createSignal<"save" | "rename">();
  const current = () =>
    views().find((view) => view.id === search["saved"] && view.list === props.list) ??
    // An entry of the navigation is pinned as a view is.
    (search["saved"]
      ? undefined
      : views().find(
          (view) => viewsOfNavigation.has(view.id) && view.list === props.list && !isViewChanged(view, filters()),
        ));
  const filters = () => filtersOf(search, props.list);
  const isChanged = () => {
    const view = current();
    return view !== undefined && isViewChanged(view, filters());
  };
  const act = async (work: () => Promise<unknown>, said: string): Promise<void> => {
    try {
      await work();
      refreshViews(0);
      showToast({ text: said });
    } catch (error) {
      tellProblem(error);
    }
  };
  const drop = async (view: ViewRow): Promise<void> => {
    try {
      await apiDelete(`${root}/${view.id}`);
      navigate(`/${view.list}?${new URLSearchParams(view.query)}`, { replace: true });
      refreshViews(0);
      showToast({
        text: t("views.dropped", { name: nameOfView(view) }),
        undo: () =>
          void act(
            async () =>
              await apiPost(root, { list: view.list, name: view.name, query: view.query, isShared: view.isShared }),
            t("views.kept", { name: nameOfView(view) }),
          ),
      });
    } catch (error) {
      tellProblem(error);
    }
  };
  const pins = (view: ViewRow): MenuItem[] =>
    [1, 2, 3, 4, 5, 6, 7, 8, 9].map((slot) => {
      const holder = views().find((one) => one.slot === slot);
      return {
        label:
          holder && holder.id !== view.id
            ? t("views.pin_instead", { slot, name: nameOfView(holder) })
            : t("views.pin", { slot }),
        isOn: view.slot === slot,
        isTick: true,
        ...(slot === 1 ? { under: t("views.pins") } : {}),
        run: () =>
          void act(
            async () => await apiPut(`${root}/pins`, { slot, view: view.slot === slot ? null : view.id }),
            view.slot === slot ? t("views.unpinned") : t("views.pinned", { slot }),
          ),
      };
    });
  const items = (): MenuItem[] => {
    const view = current();
    const save = { label: t("views.save_as"), run: () => setDialog("save") };
    if (!view) return [save];
    const own: MenuItem[] = view.isMine
      ? [
          ...(isChanged()
            ? [
                {
                  label: t("views.update", { name: nameOfView(view) }),
                  run: () =>
                    void act(
                      async () => await apiPatch(`${root}/${view.id}`, { query: filters() }),
                      t("views.kept", { name: nameOfView(view) }),
                    ),
                },
              ]
            : []),
          { label: t("views.rename"), run: () => setDialog("rename") },
          {
            label: view.isShared ? t("views.unshare") : t("views.share"),
            run: () =>
              void act(
                async () => await apiPatch(`${root}/${view.id}`, { isShared: !view.isShared }),
                view.isShared ? t("views.is_own") : t("views.is_shared"),
              ),
          },
          { label: t("views.drop"), run: () => void drop(view) },
        ]
      : [];
    return [save, ...own, ...pins(view)];
  };
  return (
    <>
      <Menu
        look="plain"
        isChosen={isChanged()}
        label={isChanged() ? t("views.menu_changed") : t("views.menu")}
        items={items()}
      />
      <Show when={dialog()} keyed>
        {(kind) => (
          <NameDialog
            list={props.list}
            view={kind === "rename" ? current() : undefined}
            query={filters()}
            onClose={() => setDialog(undefined)}
            onKept={(id) => {
              setDialog(undefined);
              refreshViews(0);
              navigate(hrefOfView({ id, list: props.list, query: filters() }), { replace: true });
            }}
          />
        )}
      </Show>
    </>
  );
}

function NameDialog(props: {
  list: ListName;
  view: ViewRow | undefined;
  query: Record<string, string>;
  onClose: () => void;
  onKept: (id: string) => void;
}): JSX.Element {
  const t = useWords();
  const sending = createSending();
  const [name, setName] = createSignal(props.view?.name ?? "");
  const [isShared, setShared] = createSignal(props.view?.isShared ?? false);
  const save = async (): Promise<void> => {
    const said = name();
    const { id } = props.view
      ? await apiPatch<{ id: string }>(`${root}/${props.view.id}`, { name: said, isShared: isShared() })
      : await apiPost<{ id: string }>(root, { list: props.list, name: said, query: props.query, isShared: isShared() });
    showToast({ text: t("views.kept", { name: said }) });
    props.onKept(id);
  };
  return (
    <FormDialog
      title={props.view ? t("views.rename") : t("views.save_as")}
      description={t("views.save_text")}
      sending={sending}
      onSubmit={save}
      onClose={() => props.onClose()}
    >
      <TextField
        name="name"
        label={t("views.name")}
        value={name()}
        maxLength={80}
        autofocus
        error={sending.errorOf("name")}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <Tick label={t("views.share")} hint={t("views.share_hint")} checked={isShared()} onChange={setShared} />
    </FormDialog>
  );
}
