package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PageAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** The dashboard in a browser tab, and whatever the browser had to complain of: errors, refusals of the security policy. */
final class DashboardPage implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;
    private static final String REFUSALS = "addEventListener('securitypolicyviolation', (event) =>"
            + " refusedByPolicy(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`), true)";

    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();

    DashboardPage(BrowserContext context, String url) {
        this.context = context;
        context.setDefaultTimeout(PATIENCE_MILLIS);
        page = context.newPage();
        page.onConsoleMessage(this::note);
        page.onPageError(complaints::add);
        page.exposeFunction("refusedByPolicy", refusal -> complaints.add("refused by the policy: " + refusal[0]));
        page.addInitScript(REFUSALS);
        page.onDialog(dialog -> {
            complaints.add("a script said " + dialog.message());
            dialog.dismiss();
        });
        page.navigate(url);
    }

    private void note(ConsoleMessage message) {
        if (List.of("error", "warning").contains(message.type())) {
            complaints.add(message.text() + " (" + message.location() + ")");
        }
    }

    Page page() {
        return page;
    }

    /** What of the page that selector finds. */
    Locator at(String selector) {
        return page.locator(selector);
    }

    /** The row of that backend in the table. */
    Locator row(String backend) {
        return page.locator(".rows .row[data-id=\"" + backend + "\"]");
    }

    /** Selects those rows of the table by their boxes. */
    void select(String... backends) {
        for (String backend : backends) {
            row(backend).locator(".c-check").click();
        }
    }

    /** Gives the order of that button to what is selected, and confirms it. */
    void order(String action) {
        at(".selection-bar [data-action=" + action + "]").click();
        at("dialog[open] .primary").click();
    }

    /** Answers the dialog that asks for the token. */
    void giveToken(String token) {
        at("dialog[open] #token").fill(token);
        at("dialog[open] .primary").click();
    }

    /** Waits until the figures are live. */
    DashboardPage awaitLive() {
        awaitText("#connection", "Live");
        return this;
    }

    /** Waits until that text is somewhere in what the selector finds. */
    void awaitText(String selector, String text) {
        PlaywrightAssertions.assertThat(at(selector)).containsText(text, patient());
    }

    /** Waits until what the selector finds has a text like that. */
    void awaitText(String selector, Pattern text) {
        PlaywrightAssertions.assertThat(at(selector)).containsText(text, patient());
    }

    /** Waits until the tab is called something like that. */
    void awaitTitle(String regex) {
        PlaywrightAssertions.assertThat(page)
                .hasTitle(Pattern.compile(regex), new PageAssertions.HasTitleOptions().setTimeout(PATIENCE_MILLIS));
    }

    /** Waits until that function gives true. The page's policy forbids Playwright to look for itself, so it is asked again. */
    void awaitTrue(String function) {
        Awaitility.await()
                .pollInSameThread()
                .atMost(Duration.ofMillis(PATIENCE_MILLIS))
                .until(() -> (Boolean) page.evaluate(function));
    }

    /** Axe finds nothing wrong in the dialog on top. */
    void assertAccessibleDialog(String name) {
        assertAccessibleDialog(name, List.of());
    }

    /** The same with those of its rules. */
    void assertAccessibleDialog(String name, List<String> rules) {
        at("dialog[open] >> nth=-1").waitFor();
        // What fades in has too little contrast until it is there.
        awaitTrue("() => document.getAnimations().every((a) => a.playState !== 'running')");
        assertAccessible(name, "dialog[open]:last-of-type", rules);
    }

    /** Axe, with those of its rules or with none named with all, finds nothing wrong in what that selector finds. */
    void assertAccessible(String view, String selector, List<String> rules) {
        AxeBuilder axe = new AxeBuilder(page).include(selector);
        AxeResults results = (rules.isEmpty() ? axe : axe.withRules(rules)).analyze();
        assertThat(results.getViolations())
                .as(view)
                .extracting(rule -> rule.getId() + ": " + rule.getHelp() + " " + rule.getNodes())
                .isEmpty();
    }

    /** The browser has complained of nothing so far. */
    void assertNoComplaints() {
        assertThat(complaints()).isEmpty();
    }

    /** What the browser has complained of so far. */
    List<String> complaints() {
        page.evaluate("() => new Promise(requestAnimationFrame)"); // what is on its way comes before the answer
        return complaints;
    }

    /** Forgets complaints like that one, which the test has brought about. */
    void forgive(String regex) {
        complaints.removeIf(Pattern.compile(regex).asPredicate());
    }

    /** The whole page as a picture. */
    void picture(Path file) {
        page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
    }

    @Override
    public void close() {
        context.close();
    }

    private static LocatorAssertions.ContainsTextOptions patient() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MILLIS);
    }
}
