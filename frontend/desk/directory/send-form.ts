// Where the directory's forms find what all rooms' forms share.
export { createSending } from "../../shell/forms/send-form.ts";
