"""Jobs about jobs."""

from procrastinate.contrib.django import app


@app.periodic(cron="* * * * *")
@app.task(pass_context=False)
async def retry_stalled_jobs(timestamp: int) -> None:
    """Give the jobs of a worker that was killed to another one."""
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(job)


@app.periodic(cron="17 3 * * *")
@app.task(pass_context=False)
async def forget_done_jobs(timestamp: int) -> None:
    await app.job_manager.delete_old_jobs(nb_hours=72)
