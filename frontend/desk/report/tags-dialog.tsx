// Tags of one or many: what all of them bear is taken off by a press, what the desk uses is put on by one, and a new one is typed.
import { createEffect, createSignal, For, type JSX, on, Show } from "solid-js";
import { foldTag, tagLimits } from "../../../backend/cases/tags/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { TextField } from "../../parts/field/field.tsx";
import { apiGet } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";

export interface TagChange {
  add: string[];
  remove: string[];
}

export function TagsDialog(props: {
  isOpen: boolean;
  /** Tags that any of them bears. */
  tags: readonly string[];
  onClose: () => void;
  onDone: (change: TagChange) => void;
}): JSX.Element {
  const t = useWords();
  const [known, setKnown] = createSignal<readonly string[]>([]);
  const [add, setAdd] = createSignal<readonly string[]>([]);
  const [remove, setRemove] = createSignal<readonly string[]>([]);
  const [typed, setTyped] = createSignal("");
  const [error, setError] = createSignal<string>();
  createEffect(
    on(
      () => props.isOpen,
      (isOpen) => {
        setAdd([]);
        setRemove([]);
        setTyped("");
        setError(undefined);
        // Without the list a tag is typed.
        if (isOpen)
          void apiGet<{ tags: string[] }>("/api/v1/desk/tags").then(
            (answer) => setKnown(answer.tags),
            () => {},
          );
      },
    ),
  );
  const borne = () => [...props.tags.filter((one) => !remove().includes(one)), ...add()];
  const offered = () => {
    const wanted = foldTag(typed());
    return known()
      .filter((one) => !borne().includes(one) && one.includes(wanted))
      .slice(0, 12);
  };
  const put = (tag: string): void => {
    if (props.tags.includes(tag)) setRemove(remove().filter((one) => one !== tag));
    else if (!add().includes(tag)) setAdd([...add(), tag]);
    setTyped("");
  };
  const take = (tag: string): void => {
    if (props.tags.includes(tag)) setRemove([...remove(), tag]);
    else setAdd(add().filter((one) => one !== tag));
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    const tag = foldTag(typed());
    if (tag !== "") {
      if (tag.length > tagLimits.letters || !/^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._:/-]*$/u.test(tag)) {
        setError(t("desk-more.tags.expected", { count: tagLimits.letters }));
        return;
      }
      put(tag);
    }
    if (add().length + remove().length === 0) {
      setError(t("desk-more.tags.nothing"));
      return;
    }
    props.onDone({ add: [...add()], remove: [...remove()] });
  };
  return (
    <Dialog
      isOpen={props.isOpen}
      onClose={() => props.onClose()}
      title={t("desk-more.tags.title")}
      description={t("desk-more.tags.hint")}
    >
      <form onSubmit={submit}>
        <Show when={borne().length > 0}>
          <ul class="tag-list" aria-label={t("desk-more.tags.borne")}>
            <For each={borne()}>
              {(tag) => (
                <li>
                  <Button isSmall aria-label={t("desk-more.tags.take", { tag })} onClick={() => take(tag)}>
                    {tag} ×
                  </Button>
                </li>
              )}
            </For>
          </ul>
        </Show>
        <TextField
          label={t("desk-more.tags.new")}
          value={typed()}
          maxLength={60}
          autofocus
          error={error()}
          onInput={(event) => {
            setTyped(event.currentTarget.value);
            setError(undefined);
          }}
        />
        <Show when={offered().length > 0}>
          <ul class="tag-list" aria-label={t("desk-more.tags.known")}>
            <For each={offered()}>
              {(tag) => (
                <li>
                  <Button isSmall look="quiet" onClick={() => put(tag)}>
                    + {tag}
                  </Button>
                </li>
              )}
            </For>
          </ul>
        </Show>
        <DialogButtons act={t("desk-more.tags.act")} onCancel={() => props.onClose()} />
      </form>
    </Dialog>
  );
}
