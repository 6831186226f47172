from procrastinate.contrib.django import app


@app.task
def send_password_reset(agent_id: int) -> None:
    """Mails an agent the link that sets a new password."""
