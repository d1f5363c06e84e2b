using AltogicAuth.Accounts;
using AltogicAuth.EmailLinks;
using AltogicAuth.Messages;
using AltogicAuth.Passwords;
using AltogicAuth.PhoneCodes;
using AltogicAuth.Providers;

namespace AltogicAuth.Hosting;

public static class AccountsSetup
{
    public static void AddMessages(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<MessageCooldown>();
        builder.Services.AddSingleton<MessageRequests>();
        builder.Services.AddSingleton<ResponsePadding>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ResponsePadding>());
    }

    public static void AddEmailLinks(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<LinkCookies>();
        builder.Services.AddSingleton<MailedLinks>();
    }

    public static void AddPhoneCodes(this WebApplicationBuilder builder) => builder.Services.AddSingleton<SentCodes>();

    public static void AddProviders(this WebApplicationBuilder builder) => builder.Services.AddSingleton<ProviderStarts>();

    public static void AddAccounts(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AccountDeletion>();
        builder.Services.AddSingleton<CodeSignIns>();
        builder.Services.AddSingleton<CurrentAccount>();
        builder.Services.AddSingleton<DataExport>();
        builder.Services.AddSingleton<LinkSignIns>();
        builder.Services.AddSingleton<PasswordChanges>();
        builder.Services.AddSingleton<PasswordPolicy>();
        builder.Services.AddSingleton<PasswordResets>();
        builder.Services.AddSingleton<PhotoStorage>();
        builder.Services.AddSingleton<ProviderSignIns>();
        builder.Services.AddSingleton<Registrations>();
        builder.Services.AddSingleton<SecurityNotices>();
        builder.Services.AddSingleton<SignInCompletion>();
        builder.Services.AddSingleton<UnconfirmedPasswords>();
    }
}
