// Anybody learns a lesson on a phone, without an account and without scripts, and in Spanish.

import { axe, fits, keyboardOnly, light, quiet } from "../harness/checks.mjs";
import { fillIn, follow, heading, hides, press, says, status } from "../harness/form.mjs";

export const name = "anybody finishes a lesson on a phone, without scripts, in English and Spanish";
export const franklin = true;

export async function run({ visit, step, picture }) {
  const phone = await visit("narrow");
  const look = async (what) => {
    await fits(phone);
    await axe(phone);
    quiet(phone);
    await picture(phone, what);
  };

  await step("the list, and a lesson of it", async () => {
    await phone.goto("/lessons");
    await heading(phone, "Lessons");
    await look("1-list");
    await follow(phone, "Report it in five minutes");
    await says(phone, "Three questions. Answer all three right");
    await look("2-lesson");
    const desk = await visit("noScript");
    await desk.goto("/lessons/report-it");
    await keyboardOnly(desk);
    await axe(desk);
  });

  await step("wrong first, then right", async () => {
    await fillIn(phone, { c1: "2", c2: "1", c3: "1" });
    status(await press(phone, "See my answers"), 200);
    await says(phone, "Not all three are right yet");
    await hides(phone, "You are done");
    await look("3-wrong");
    await fillIn(phone, { c1: "1", c2: "3", c3: "2" });
    status(await press(phone, "See my answers"), 200);
    await says(phone, "All three are right. You are done.");
    await look("4-done");
  });

  await step("a lab, and the same in Spanish", async () => {
    await phone.goto("/lessons/backups-restore");
    await says(phone, "What you hand in");
    await look("5-lab");
    await phone.goto("/lessons/screens-go-dark?lang=es");
    await says(phone, "Compruebe lo que sabe", "Iniciar sesión");
    await hides(phone, "Check a hospital");
    await look("6-spanish");
    await light(phone, "/lessons/report-it");
  });

  await step("the page for the wall, saved in Spanish", async () => {
    await phone.goto("/lessons/report-it?lang=es");
    const link = phone.getByRole("link", { name: "Guardar la página en PDF" });
    const answer = await phone.context().request.get(new URL(await link.getAttribute("href"), phone.url()).href);
    status(answer, 200);
    const bytes = await answer.body();
    if (bytes.subarray(0, 5).toString() !== "%PDF-") throw new Error("the page for the wall is no PDF");
  });
}
