// Filling in and sending forms as a person does, with or without scripts. It knows no page in particular.

/// Fills fields by their names: text, lists, one of several, and boxes (true or false).
export async function fillIn(page, fields) {
  for (const [name, value] of Object.entries(fields)) {
    const all = page.locator(`[name="${name}"]:not([type="hidden"])`);
    await all.first().waitFor({ state: "attached" });
    const kind = await all.first().evaluate((it) => (it.tagName === "SELECT" ? "select" : it.type));
    if (kind === "select") await all.selectOption(String(value));
    else if (kind === "radio") await page.locator(`[name="${name}"][value="${value}"]`).check();
    else if (kind === "checkbox") await all.setChecked(Boolean(value));
    else await all.fill(String(value));
  }
}

/// Presses a button that sends a form, and waits for the page that answers. Returns the answer.
export async function press(page, name, within = page) {
  const button = within.getByRole("button", { name, exact: typeof name === "string" });
  const [answer] = await Promise.all([page.waitForNavigation(), button.click()]);
  return answer;
}

/// Follows a link, and waits for its page.
export async function follow(page, name, within = page) {
  const link = within.getByRole("link", { name, exact: typeof name === "string" });
  const [answer] = await Promise.all([page.waitForNavigation(), link.first().click()]);
  return answer;
}

/// The page's one main heading has these words.
export async function heading(page, words) {
  const one = page.getByRole("heading", { level: 1 });
  const n = await one.count();
  if (n !== 1) throw new Error(`${page.url()} has ${n} main headings, not one`);
  const says = (await one.innerText()).replace(/\s+/g, " ");
  if (!(words instanceof RegExp ? words.test(says) : says.includes(words))) {
    throw new Error(`${page.url()} is headed "${says}", not "${words}"`);
  }
}

/// The page says each of these somewhere a person can see.
export async function says(page, ...words) {
  const text = (await page.locator("body").innerText()).replace(/\s+/g, " ");
  for (const wanted of words) {
    if (!(wanted instanceof RegExp ? wanted.test(text) : text.includes(wanted))) {
      throw new Error(`${page.url()} does not say "${wanted}"; it says:\n${text.slice(0, 3000)}`);
    }
  }
}

/// The page says none of these.
export async function hides(page, ...words) {
  const text = (await page.locator("body").innerText()).replace(/\s+/g, " ");
  for (const unwanted of words) {
    if (unwanted instanceof RegExp ? unwanted.test(text) : text.includes(unwanted)) throw new Error(`${page.url()} says "${unwanted}"`);
  }
}

/// An answer has this status.
export function status(answer, wanted) {
  if (answer.status() !== wanted) throw new Error(`${answer.url()} answered ${answer.status()}, not ${wanted}`);
}
