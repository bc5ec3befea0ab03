// Words between the desk and the vendors, with who has read them; what one vendor wrote is shown to the others only by an act.
import { createSignal, For, type JSX, Show } from "solid-js";
import type { PostView } from "../../../backend/coordination/disclosure/views/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { FieldsDialog } from "./fields-dialog.tsx";
import { type DisclosureWork, nameOf } from "./work.ts";

export function PostsCard(props: { work: DisclosureWork }): JSX.Element {
  const t = useWords();
  const { work } = props;
  const { of } = work;
  const [isWriting, setWriting] = createSignal(false);
  const way = (post: PostView): string => {
    if (post.isFromParty) return t("disclosure.desk.from", { name: nameOf(of, post.partyId) });
    return post.partyId === null
      ? t("disclosure.desk.to_all")
      : t("disclosure.desk.to_one", { name: nameOf(of, post.partyId) });
  };
  const readers = (post: PostView): string =>
    of.vendors
      .filter(({ readPosts }) => readPosts.includes(post.id))
      .map(({ name }) => name)
      .join(", ");
  return (
    <Card title={t("disclosure.desk.posts")} count={of.posts.length}>
      <div class="care-acts">
        <Button isSmall onClick={() => setWriting(true)}>
          {t("disclosure.desk.write_post")}
        </Button>
      </div>
      <ul class="care-rows">
        <For each={of.posts} fallback={<li class="quiet-text">{t("disclosure.desk.none_yet")}</li>}>
          {(post) => (
            <li>
              <div>
                <b>{way(post)}</b>
                <p class="disclosure-words">{post.body}</p>
                <p class="quiet-text small-text">
                  {formatInstant(post.at)}
                  <Show when={readers(post) !== ""}> · {t("disclosure.desk.read_by", { names: readers(post) })}</Show>
                </p>
              </div>
              <Show when={post.audience === "one" && post.isFromParty}>
                <Button isSmall onClick={() => void work.post(`/posts/${post.id}/share`)}>
                  {t("disclosure.desk.share_post")}
                </Button>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={isWriting()}>
        <FieldsDialog
          title={t("disclosure.desk.write_post")}
          act={t("disclosure.desk.send")}
          fields={[
            {
              name: "to",
              label: t("disclosure.desk.to"),
              kind: "choice",
              options: [
                { value: "", label: t("disclosure.desk.to_all") },
                ...of.vendors
                  .filter(({ leftAt }) => leftAt === null)
                  .map(({ id, name }) => ({ value: id, label: name })),
              ],
            },
            { name: "body", label: t("disclosure.desk.words"), kind: "text" },
          ]}
          send={async ({ to, body }) => await apiPost(`${work.path}/posts`, { body, partyId: to === "" ? null : to })}
          onClose={() => setWriting(false)}
          onDone={work.reload}
        />
      </Show>
    </Card>
  );
}
