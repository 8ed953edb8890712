"""E-mail by the office's own mail server (thư điện tử)."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage

from caicach.notifications.channels.letter import Letter
from caicach.notifications.rules import Outcome, Trouble


class Mail:
    """SMTP as the environment names it. SMTP knows no repeats: a crash before the answer is kept may send twice."""

    def is_ready(self) -> bool:
        return bool(settings.EMAIL_HOST)

    def send(self, letter: Letter) -> Outcome:
        """Hand a letter to the mail server; accepted there is what «sent» means for e-mail."""
        sender = settings.DEFAULT_FROM_EMAIL
        message = EmailMessage(
            subject=" ".join(letter.subject.split()),
            body=letter.body,
            from_email=sender,
            to=[letter.address],
            headers={"Message-ID": f"<{letter.key}@{sender.rpartition('@')[2]}>", "Auto-Submitted": "auto-generated"},
        )
        try:
            message.send()
        except smtplib.SMTPAuthenticationError as error:
            return Outcome(Trouble.KEY_REFUSED, f"SMTP {error.smtp_code}")
        except smtplib.SMTPRecipientsRefused as error:
            code = next((code for code, _ in error.recipients.values()), 550)
            return _answered(code)
        except smtplib.SMTPResponseException as error:
            return _answered(error.smtp_code)
        except smtplib.SMTPServerDisconnected:
            return Outcome(Trouble.CUT_OFF)
        except TimeoutError:
            return Outcome(Trouble.UNANSWERED)
        except (OSError, smtplib.SMTPException) as error:
            return Outcome(Trouble.UNREACHABLE, type(error).__name__)
        except (ValueError, UnicodeError):  # an address or a subject no mail can carry
            return Outcome(Trouble.REFUSED, is_final=True)
        return Outcome(provider_id=letter.key)


def _answered(code: int) -> Outcome:
    """4xx: later; 5xx: never."""
    if 500 <= code < 600:
        return Outcome(Trouble.REFUSED, f"SMTP {code}", is_final=True)
    return Outcome(Trouble.BUSY, f"SMTP {code}")
