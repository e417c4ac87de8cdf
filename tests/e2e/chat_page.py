"""The chat page as a person handles it."""

from playwright.sync_api import FilePayload, Locator, Page, expect


class ChatPage:
    """One tab with a conversation."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pad = page.locator("#pad")

    @property
    def last(self) -> Locator:
        """The assistant's last message."""
        return self.page.locator(".message--assistant").last

    @property
    def draft(self) -> Locator:
        """The reply that is being written."""
        return self.page.locator(".message[aria-busy=true]")

    def expect_asked(self, words: str) -> None:
        """Wait until the assistant's last message contains the words."""
        expect(self.last).to_contain_text(words)

    def say(self, text: str) -> None:
        """Write a message and send it."""
        self.page.get_by_label("Your answer").fill(text)
        self.page.get_by_role("button", name="Send", exact=True).click()

    def choose(self, label: str) -> None:
        """Press one of the buttons above the composer."""
        self.pad.get_by_role("button", name=label, exact=True).click()

    def attach(self, file: FilePayload) -> None:
        """Choose a file for the question that stands open."""
        self.pad.locator("input[type=file]").set_input_files(file)

    def expect_understood(self, label: str, value: str) -> None:
        """Wait until the assistant's last message notes the answer."""
        noted = self.last.locator(".understood li").filter(has_text=label)
        expect(noted.locator("strong")).to_have_text(value)

    def open_panel(self) -> None:
        """Show the whole questionnaire, which on a phone lies beneath."""
        self.page.locator("a.chat__to-panel").click()
        expect(self.page.locator("#panel")).to_be_in_viewport()
