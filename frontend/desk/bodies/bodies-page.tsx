// Bodies beside the national team: authorities by their name in the law, the committee's office, peers; with whom of theirs can sign in.
import { createSignal, For, type JSX, Match, onCleanup, Show, Switch } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import { bodyKinds, type BodiesView, type BodyView } from "../../../backend/compliance/bodies/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { onConflict } from "../../platform/typed.ts";
import "../../shell/account/people.css";
import { doWithUndo } from "../../shell/forms/do-with-undo.ts";
import { InviteDialog } from "../people/invite-dialog.tsx";
import { BodyDialog } from "./body-dialog.tsx";
import { nameOfAddressee } from "./name-of-addressee.ts";

type Asked = { kind: "add" } | { kind: "change" | "invite"; body: BodyView };

export function BodiesPage(): JSX.Element {
  const t = useWords();
  const [list, { refetch }] = createResource(async () => await apiGet<BodiesView>("/api/v1/bodies"));
  const [asked, setAsked] = createSignal<Asked>();
  const close = (): undefined => setAsked(undefined);
  const reload = (): void => void refetch();
  onCleanup(onConflict(reload));
  const end = ({ id, version }: BodyView): void =>
    void doWithUndo({
      run: async () => await apiPost(`/api/v1/bodies/${id}/end`, { version }),
      undo: async () => await apiPost(`/api/v1/bodies/${id}/reopen`, { version: version + 1 }),
      said: t("bodies.ended_toast"),
      onDone: reload,
    });
  const bodyOf = (kind: Asked["kind"]) => {
    const act = asked();
    if (act?.kind !== kind || act.kind === "add") return undefined;
    // Somebody else changed it meanwhile: what is sent again goes on from theirs.
    return list.latest?.bodies.find(({ id }) => id === act.body.id) ?? act.body;
  };
  return (
    <div class="page people-page">
      <header class="people-head">
        <div>
          <h1>{t("bodies.title")}</h1>
          <p class="quiet-text">{t("bodies.lead")}</p>
        </div>
        <Button look="main" onClick={() => setAsked({ kind: "add" })}>
          {t("bodies.add")}
        </Button>
      </header>
      <Show when={list.latest} fallback={<Skeleton lines={5} words={t("bodies.title")} />}>
        {(known) => (
          <For each={bodyKinds}>
            {(kind) => (
              <Card title={t(`bodies.kind.${kind}`)}>
                <ul class="id-rows">
                  <For
                    each={known().bodies.filter((body) => body.kind === kind)}
                    fallback={<li class="quiet-text">{t(`bodies.none.${kind}`)}</li>}
                  >
                    {(body) => <BodyRow body={body} list={known()} onAct={setAsked} onEnd={end} />}
                  </For>
                </ul>
              </Card>
            )}
          </For>
        )}
      </Show>
      <Switch>
        <Match when={asked()?.kind === "add"}>
          <BodyDialog list={list.latest} onClose={close} onDone={reload} />
        </Match>
        <Match when={bodyOf("change")}>
          {(body) => <BodyDialog body={body()} list={list.latest} onClose={close} onDone={reload} />}
        </Match>
        <Match when={bodyOf("invite")}>
          {(body) => (
            <InviteDialog
              isOpen
              organisation={{ id: body().id, kind: body().kind, name: body().name }}
              onClose={close}
              onDone={reload}
            />
          )}
        </Match>
      </Switch>
    </div>
  );
}

function BodyRow(props: {
  body: BodyView;
  list: BodiesView;
  onAct: (act: Asked) => void;
  onEnd: (body: BodyView) => void;
}): JSX.Element {
  const t = useWords();
  const body = () => props.body;
  return (
    <li>
      <div>
        <p>
          <span class="id-name">{body().name}</span>{" "}
          <Show when={body().endedAt}>
            <Tag tone="plain">{t("bodies.ended")}</Tag>
          </Show>
        </p>
        <p class="id-line">
          <Show when={body().addressee}>
            {(id) => <span>{t("bodies.stands_for", { name: nameOfAddressee(props.list, id()) })}</span>}
          </Show>
          <span>{t("bodies.people", { count: body().people })}</span>
          <Show when={body().invitations > 0}>
            <span>{t("bodies.invitations", { count: body().invitations })}</span>
          </Show>
          <Show when={body().email}>{(email) => <span>{email()}</span>}</Show>
        </p>
      </div>
      <Show when={!body().endedAt}>
        <div class="id-acts">
          <Show when={body().kind !== "peer"}>
            <Button isSmall onClick={() => props.onAct({ kind: "invite", body: body() })}>
              {t("bodies.invite")}
            </Button>
          </Show>
          <Button isSmall onClick={() => props.onAct({ kind: "change", body: body() })}>
            {t("bodies.change")}
          </Button>
          <Button isSmall onClick={() => props.onEnd(body())}>
            {t("bodies.end")}
          </Button>
        </div>
      </Show>
    </li>
  );
}
