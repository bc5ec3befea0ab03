// Starts the desk in the browser: theme and words first, then the rooms.
import { render } from "solid-js/web";
import "../parts/tokens.css";
import "../parts/base/theme.css";
import "../parts/base/base.css";
import { applyTheme } from "../platform/theme.ts";
import { firstLanguage, switchLanguage } from "../platform/words.ts";
import { Desk } from "./desk.tsx";

applyTheme();
await switchLanguage(firstLanguage());
const root = document.getElementById("desk");
if (root) render(() => <Desk />, root);
