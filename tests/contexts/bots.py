"""Bots: every message is a request; what a bot does by the clock is background."""

import asyncio

import aiogram
import chainlit
import discord
import hikari
import lightbulb
import telebot.async_telebot
import vkbottle.bot
from aiogram import Dispatcher, F, Router
from aiogram.filters import Command
from botbuilder.core import ActivityHandler
from discord import app_commands
from discord.ext import commands, tasks
from maubot import Plugin
from maubot.handlers import command
from nio import AsyncClient, RoomMessageText
from pyrogram import Client, filters
from slack_bolt.async_app import AsyncApp
from telegram.ext import Application, ApplicationBuilder, CommandHandler, MessageHandler
from telethon import TelegramClient, events
from twitchio.ext import commands as twitch


def work() -> None: ...


# discord.py

bot = commands.Bot(command_prefix="!")
client = discord.Client()
tree = app_commands.CommandTree(client)


@bot.command()
async def ping(ctx):
    await asyncio.to_thread(work)  #> request: bots.ping


@bot.event
async def on_message(message):
    await asyncio.to_thread(work)  #> request: bots.on_message


@client.event
async def on_ready():
    await asyncio.to_thread(work)  #> request: bots.on_ready


@tree.command(name="x")
async def slash(interaction):
    await asyncio.to_thread(work)  #> request: bots.slash


@bot.hybrid_command()
async def hybrid(ctx):
    await asyncio.to_thread(work)  #> request: bots.hybrid


class Music(commands.Cog):
    @commands.command()
    async def play(self, ctx):
        await asyncio.to_thread(work)  #> request: bots.Music.play

    @app_commands.command()
    async def stop(self, interaction):
        await asyncio.to_thread(work)  #> request: bots.Music.stop

    @commands.Cog.listener()
    async def on_member_join(self, member):
        await asyncio.to_thread(work)  #> request: bots.Music.on_member_join

    @tasks.loop(minutes=1)
    async def refresh(self):
        await asyncio.to_thread(work)  #> background: bots.Music.refresh

    async def cog_load(self):
        await asyncio.to_thread(work)  #> startup: bots.Music.cog_load


class Buttons(discord.ui.View):
    @discord.ui.button(label="x")
    async def press(self, interaction, button):
        await asyncio.to_thread(work)  #> request: bots.Buttons.press


class Own(commands.Bot):
    async def setup_hook(self):
        await asyncio.to_thread(work)  #> startup: bots.Own.setup_hook

    async def on_message(self, message):
        await asyncio.to_thread(work)  #> request: bots.Own.on_message


# Telegram

router = Router()
dispatcher = Dispatcher()


@router.message(Command("start"))
async def aiogram_start(message):
    await asyncio.to_thread(work)  #> request: bots.aiogram_start


@dispatcher.callback_query(F.data == "x")
async def aiogram_button(query):
    await asyncio.to_thread(work)  #> request: bots.aiogram_button


async def aiogram_registered(message):
    await asyncio.to_thread(work)  #> request: bots.aiogram_registered


async def aiogram_startup(bot):
    await asyncio.to_thread(work)  #> startup: bots.aiogram_startup


class Throttled(aiogram.BaseMiddleware):
    async def __call__(self, handler, event, data):
        await asyncio.to_thread(work)  #> request: bots.Throttled.__call__


def register() -> None:
    dispatcher.message.register(aiogram_registered)
    dispatcher.startup.register(aiogram_startup)


async def ptb_command(update, context):
    await asyncio.to_thread(work)  #> request: bots.ptb_command


async def ptb_message(update, context):
    await asyncio.to_thread(work)  #> request: bots.ptb_message


async def ptb_error(update, context):
    await asyncio.to_thread(work)  #> request: bots.ptb_error


async def ptb_job(context):
    await asyncio.to_thread(work)  #> background: bots.ptb_job


async def ptb_init(application):
    await asyncio.to_thread(work)  #> startup: bots.ptb_init


def main() -> None:
    application = ApplicationBuilder().token("x").post_init(ptb_init).build()
    application.add_handler(CommandHandler("start", ptb_command))
    application.add_handler(MessageHandler(None, ptb_message))
    application.add_error_handler(ptb_error)
    application.job_queue.run_repeating(ptb_job, interval=60)


telethon = TelegramClient("x", 1, "x")
pyrogram = Client("x")
telebot_bot = telebot.async_telebot.AsyncTeleBot("x")


@telethon.on(events.NewMessage)
async def telethon_message(event):
    await asyncio.to_thread(work)  #> request: bots.telethon_message


@pyrogram.on_message(filters.private)
async def pyrogram_message(client, message):
    await asyncio.to_thread(work)  #> request: bots.pyrogram_message


@Client.on_callback_query()
async def pyrogram_button(client, query):
    await asyncio.to_thread(work)  #> request: bots.pyrogram_button


@telebot_bot.message_handler(commands=["x"])
async def telebot_message(message):
    await asyncio.to_thread(work)  #> request: bots.telebot_message


# The others

slack = AsyncApp()
hikari_bot = hikari.GatewayBot("x")
twitch_bot = twitch.Bot("x")
vk = vkbottle.bot.Bot("x")


@slack.event("app_mention")
async def slack_event(event, say):
    await asyncio.to_thread(work)  #> request: bots.slack_event


@slack.command("/x")
async def slack_command(ack, respond):
    await asyncio.to_thread(work)  #> request: bots.slack_command


@hikari_bot.listen()
async def hikari_event(event):
    await asyncio.to_thread(work)  #> request: bots.hikari_event


@twitch_bot.command()
async def twitch_command(ctx):
    await asyncio.to_thread(work)  #> request: bots.twitch_command


@vk.on.message(text="x")
async def vk_message(message):
    await asyncio.to_thread(work)  #> request: bots.vk_message


@chainlit.on_message
async def chainlit_message(message):
    await asyncio.to_thread(work)  #> request: bots.chainlit_message


class Teams(ActivityHandler):
    async def on_message_activity(self, turn_context):
        await asyncio.to_thread(work)  #> request: bots.Teams.on_message_activity


class Matrix(Plugin):
    @command.new("x")
    async def said(self, event):
        await asyncio.to_thread(work)  #> request: bots.Matrix.said


async def matrix_message(room, event):
    await asyncio.to_thread(work)  #> request: bots.matrix_message


matrix = AsyncClient("x")
matrix.add_event_callback(matrix_message, RoomMessageText)
