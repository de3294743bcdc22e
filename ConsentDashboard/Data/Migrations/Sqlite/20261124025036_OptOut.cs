using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ConsentDashboard.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class OptOut : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Requests that were under way before submissions had names are named by their event.
            migrationBuilder.Sql("UPDATE \"PendingRequests\" SET \"Submission\" = \"EventKey\" WHERE length(\"Submission\") <> 16");

            migrationBuilder.DropIndex(
                name: "IX_Outbox_DueAt",
                table: "Outbox");

            migrationBuilder.DropIndex(
                name: "IX_InboundMessages_HandledAt_ReceivedAt",
                table: "InboundMessages");

            migrationBuilder.AddColumn<bool>(
                name: "ConfirmsOptOut",
                table: "Senders",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<byte>(
                name: "StopScope",
                table: "Senders",
                type: "INTEGER",
                nullable: false,
                defaultValue: (byte)0);

            migrationBuilder.AddColumn<long>(
                name: "EventId",
                table: "Outbox",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<short>(
                name: "LastStatus",
                table: "Outbox",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "SenderId",
                table: "Outbox",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "DueAt",
                table: "InboundMessages",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<byte[]>(
                name: "FromCipher",
                table: "InboundMessages",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "PauseKey",
                table: "InboundMessages",
                type: "BLOB",
                fixedLength: true,
                maxLength: 16,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "PublicId",
                table: "InboundMessages",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<byte>(
                name: "Reason",
                table: "InboundMessages",
                type: "INTEGER",
                nullable: false,
                defaultValue: (byte)0);

            migrationBuilder.AddColumn<byte>(
                name: "State",
                table: "InboundMessages",
                type: "INTEGER",
                nullable: false,
                defaultValue: (byte)0);

            migrationBuilder.AddColumn<int>(
                name: "Version",
                table: "InboundMessages",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<byte[]>(
                name: "WithdrawalKey",
                table: "InboundMessages",
                type: "BLOB",
                fixedLength: true,
                maxLength: 16,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "AnnulmentRequests",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    PublicId = table.Column<long>(type: "INTEGER", nullable: false),
                    WithdrawalKey = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    SubscriberId = table.Column<long>(type: "INTEGER", nullable: false),
                    BurstId = table.Column<long>(type: "INTEGER", nullable: true),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    EvidenceReference = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    Status = table.Column<byte>(type: "INTEGER", nullable: false),
                    RequestedBy = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    RequestedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EndsAt = table.Column<long>(type: "INTEGER", nullable: false),
                    DecidedBy = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    DecidedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    DecisionNote = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AnnulmentRequests", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "InboundSources",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    PublicId = table.Column<long>(type: "INTEGER", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Format = table.Column<byte>(type: "INTEGER", nullable: false),
                    FromField = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    ToField = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    TextField = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    IdField = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Scheme = table.Column<byte>(type: "INTEGER", nullable: false),
                    Header = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    SecretCipher = table.Column<byte[]>(type: "BLOB", maxLength: 600, nullable: false),
                    IsActive = table.Column<bool>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    CreatedBy = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_InboundSources", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "SenderReplyWords",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    SenderId = table.Column<long>(type: "INTEGER", nullable: false),
                    Section = table.Column<byte>(type: "INTEGER", nullable: false),
                    Language = table.Column<string>(type: "TEXT", maxLength: 10, nullable: false),
                    Phrase = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    MessageType = table.Column<byte>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SenderReplyWords", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SenderReplyWords_Senders_SenderId",
                        column: x => x.SenderId,
                        principalTable: "Senders",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "WebhookEndpoints",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    PublicId = table.Column<long>(type: "INTEGER", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Address = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    SenderId = table.Column<long>(type: "INTEGER", nullable: true),
                    SecretCipher = table.Column<byte[]>(type: "BLOB", maxLength: 200, nullable: false),
                    OldSecretCipher = table.Column<byte[]>(type: "BLOB", maxLength: 200, nullable: true),
                    OldSecretUntil = table.Column<long>(type: "INTEGER", nullable: false),
                    IsActive = table.Column<bool>(type: "INTEGER", nullable: false),
                    FailingSince = table.Column<long>(type: "INTEGER", nullable: true),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    CreatedBy = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WebhookEndpoints", x => x.Id);
                    table.ForeignKey(
                        name: "FK_WebhookEndpoints_Senders_SenderId",
                        column: x => x.SenderId,
                        principalTable: "Senders",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "WithdrawalBursts",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    PublicId = table.Column<long>(type: "INTEGER", nullable: false),
                    Origin = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 32, nullable: false),
                    Kind = table.Column<byte>(type: "INTEGER", nullable: false),
                    Actor = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    FirstAt = table.Column<long>(type: "INTEGER", nullable: false),
                    LastAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Count = table.Column<int>(type: "INTEGER", nullable: false),
                    ClosedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ClosedBy = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WithdrawalBursts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WithdrawalOrigins",
                columns: table => new
                {
                    EventId = table.Column<long>(type: "INTEGER", nullable: false),
                    SubscriberId = table.Column<long>(type: "INTEGER", nullable: false),
                    Origin = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 32, nullable: false),
                    Kind = table.Column<byte>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    BurstId = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WithdrawalOrigins", x => x.EventId);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Outbox_Endpoint_DueAt",
                table: "Outbox",
                columns: new[] { "Endpoint", "DueAt" },
                filter: "[DeliveredAt] IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Outbox_Endpoint_Id",
                table: "Outbox",
                columns: new[] { "Endpoint", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_InboundMessages_PublicId",
                table: "InboundMessages",
                column: "PublicId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_InboundMessages_State_ReceivedAt_Id",
                table: "InboundMessages",
                columns: new[] { "State", "ReceivedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_InboundMessages_SubscriberId_State",
                table: "InboundMessages",
                columns: new[] { "SubscriberId", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_InboundMessages_TextExpiresAt",
                table: "InboundMessages",
                column: "TextExpiresAt",
                filter: "[TextCipher] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_AnnulmentRequests_BurstId",
                table: "AnnulmentRequests",
                column: "BurstId",
                filter: "[BurstId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_AnnulmentRequests_PublicId",
                table: "AnnulmentRequests",
                column: "PublicId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AnnulmentRequests_Status_Id",
                table: "AnnulmentRequests",
                columns: new[] { "Status", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_AnnulmentRequests_SubscriberId",
                table: "AnnulmentRequests",
                column: "SubscriberId");

            migrationBuilder.CreateIndex(
                name: "IX_AnnulmentRequests_WithdrawalKey",
                table: "AnnulmentRequests",
                column: "WithdrawalKey",
                unique: true,
                filter: "[Status] = 1");

            migrationBuilder.CreateIndex(
                name: "IX_InboundSources_Name",
                table: "InboundSources",
                column: "Name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_InboundSources_PublicId",
                table: "InboundSources",
                column: "PublicId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SenderReplyWords_SenderId_Section_Language_Phrase",
                table: "SenderReplyWords",
                columns: new[] { "SenderId", "Section", "Language", "Phrase" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_WebhookEndpoints_PublicId",
                table: "WebhookEndpoints",
                column: "PublicId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_WebhookEndpoints_SenderId",
                table: "WebhookEndpoints",
                column: "SenderId");

            migrationBuilder.CreateIndex(
                name: "IX_WithdrawalBursts_Origin",
                table: "WithdrawalBursts",
                column: "Origin",
                unique: true,
                filter: "[ClosedAt] IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WithdrawalBursts_PublicId",
                table: "WithdrawalBursts",
                column: "PublicId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_WithdrawalOrigins_At",
                table: "WithdrawalOrigins",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_WithdrawalOrigins_BurstId_EventId",
                table: "WithdrawalOrigins",
                columns: new[] { "BurstId", "EventId" },
                filter: "[BurstId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WithdrawalOrigins_Origin_At",
                table: "WithdrawalOrigins",
                columns: new[] { "Origin", "At" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "AnnulmentRequests");

            migrationBuilder.DropTable(
                name: "InboundSources");

            migrationBuilder.DropTable(
                name: "SenderReplyWords");

            migrationBuilder.DropTable(
                name: "WebhookEndpoints");

            migrationBuilder.DropTable(
                name: "WithdrawalBursts");

            migrationBuilder.DropTable(
                name: "WithdrawalOrigins");

            migrationBuilder.DropIndex(
                name: "IX_Outbox_Endpoint_DueAt",
                table: "Outbox");

            migrationBuilder.DropIndex(
                name: "IX_Outbox_Endpoint_Id",
                table: "Outbox");

            migrationBuilder.DropIndex(
                name: "IX_InboundMessages_PublicId",
                table: "InboundMessages");

            migrationBuilder.DropIndex(
                name: "IX_InboundMessages_State_ReceivedAt_Id",
                table: "InboundMessages");

            migrationBuilder.DropIndex(
                name: "IX_InboundMessages_SubscriberId_State",
                table: "InboundMessages");

            migrationBuilder.DropIndex(
                name: "IX_InboundMessages_TextExpiresAt",
                table: "InboundMessages");

            migrationBuilder.DropColumn(
                name: "ConfirmsOptOut",
                table: "Senders");

            migrationBuilder.DropColumn(
                name: "StopScope",
                table: "Senders");

            migrationBuilder.DropColumn(
                name: "EventId",
                table: "Outbox");

            migrationBuilder.DropColumn(
                name: "LastStatus",
                table: "Outbox");

            migrationBuilder.DropColumn(
                name: "SenderId",
                table: "Outbox");

            migrationBuilder.DropColumn(
                name: "DueAt",
                table: "InboundMessages");

            migrationBuilder.DropColumn(
                name: "FromCipher",
                table: "InboundMessages");

            migrationBuilder.DropColumn(
                name: "PauseKey",
                table: "InboundMessages");

            migrationBuilder.DropColumn(
                name: "PublicId",
                table: "InboundMessages");

            migrationBuilder.DropColumn(
                name: "Reason",
                table: "InboundMessages");

            migrationBuilder.DropColumn(
                name: "State",
                table: "InboundMessages");

            migrationBuilder.DropColumn(
                name: "Version",
                table: "InboundMessages");

            migrationBuilder.DropColumn(
                name: "WithdrawalKey",
                table: "InboundMessages");

            migrationBuilder.CreateIndex(
                name: "IX_Outbox_DueAt",
                table: "Outbox",
                column: "DueAt",
                filter: "[DeliveredAt] IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_InboundMessages_HandledAt_ReceivedAt",
                table: "InboundMessages",
                columns: new[] { "HandledAt", "ReceivedAt" });
        }
    }
}
